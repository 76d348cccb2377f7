import type { Unit } from '../harness/contract/resources.ts';
import type { Rate } from '../harness/contract/result.ts';

/** What numbers are divided by, and what they are then called. */
export interface Scale {
  readonly divisor: number;
  readonly name: string;
}

const BYTES: Scale = { divisor: 1, name: 'bytes' };
const COUNT: Scale = { divisor: 1, name: '' };
const BYTE_SCALES: readonly Scale[] = [
  { divisor: 2 ** 40, name: 'TiB' },
  { divisor: 2 ** 30, name: 'GiB' },
  { divisor: 2 ** 20, name: 'MiB' },
  { divisor: 2 ** 10, name: 'KiB' },
];

/** Up to here whole bytes are easier to read, and to recognise, than KiB: a leak of 4,096 bytes is a page. */
const LARGEST_IN_BYTES = 10 * 1024;

/** Below this a number is what floating point leaves of zero. */
const ARITHMETIC_NOISE = 1e-9;
const MOST_DECIMALS = 4;
const SMALLEST_PLAIN = 10 ** -MOST_DECIMALS;

/** The scale in which numbers of up to this magnitude read best. */
export function scaleFor(magnitude: number, unit: Unit): Scale {
  if (unit === 'count') return COUNT;
  const size = Math.abs(magnitude);
  if (size < LARGEST_IN_BYTES) return BYTES;
  return BYTE_SCALES.find((scale) => size >= scale.divisor) ?? BYTES;
}

/** Groups the digits of a decimal number by three: `4096.5` to `4,096.5`. */
function grouped(decimal: string): string {
  const [whole = '', fraction] = decimal.split('.');
  const groups = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? groups : `${groups}.${fraction}`;
}

/**
 * A number with so many decimals, digits grouped. What is not zero is never shown as zero: a rate too small for
 * the decimals is given the digits it needs (`0.003`, `2.0e-5`), and -0 does not exist.
 */
export function formatDecimal(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return 'unknown';
  const size = Math.abs(value);
  if (size < ARITHMETIC_NOISE) return '0';
  if (size >= 1e15) return value.toExponential(2).replace('e+', 'e');
  if (size < SMALLEST_PLAIN) return value.toExponential(1);
  const fixed = value.toFixed(decimals);
  if (Number(fixed) !== 0) return grouped(fixed);
  return value.toFixed(-Math.floor(Math.log10(size)));
}

/** Decimals that give a number of this magnitude so many significant digits. */
function decimalsFor(magnitude: number, digits: number): number {
  if (!(magnitude >= ARITHMETIC_NOISE)) return 0;
  return Math.min(MOST_DECIMALS, Math.max(0, digits - 1 - Math.floor(Math.log10(magnitude))));
}

/** A whole number with its digits grouped: `12,345`. */
export function formatCount(value: number): string {
  return formatDecimal(Math.round(value), 0);
}

/** A count with its noun: `1 cycle`, `2,000 cycles`. */
export function formatCounted(value: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(value)} ${value === 1 ? singular : plural}`;
}

/** A size or a count by itself, to three significant digits: `4,096 bytes`, `1.25 MiB`, `0.01`. */
export function formatAmount(value: number, unit: Unit): string {
  const scale = scaleFor(value, unit);
  const scaled = value / scale.divisor;
  const shown = formatDecimal(scaled, decimalsFor(Math.abs(scaled), 3))
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '');
  return shown === '1' && scale === BYTES ? '1 byte' : `${shown} ${scale.name}`.trimEnd();
}

/** A rate in the scale and with the decimals that its estimate and both ends of its interval share. */
export interface FormattedRate {
  /** `4,096.0 bytes`, or `1.00` for a count. */
  readonly estimate: string;
  /** `[4,095.6, 4,096.4]`, in the estimate's unit; an end that is not finite is `unknown`. */
  readonly interval: string;
}

const MOST_DIGITS = 5;
/** Even an exact count is shown as the rate that it is: `1.00` heaps per cycle. */
const FEWEST_DECIMALS: Readonly<Record<Unit, number>> = { bytes: 0, count: 2 };

/** As many decimals as show half the width of the interval with two digits, within reason. */
export function formatRate(rate: Rate, unit: Unit): FormattedRate {
  const largest = Math.max(0, ...[rate.estimate, rate.low, rate.high].filter(Number.isFinite).map(Math.abs));
  const scale = scaleFor(largest, unit);
  const magnitude = largest / scale.divisor;
  const halfWidth = (rate.high - rate.low) / 2 / scale.divisor;
  const wanted = halfWidth > 0 ? decimalsFor(halfWidth, 2) : decimalsFor(magnitude, 3);
  const decimals = Math.max(FEWEST_DECIMALS[unit], Math.min(wanted, decimalsFor(magnitude, MOST_DIGITS)));
  const show = (value: number): string => formatDecimal(value / scale.divisor, decimals);
  return {
    estimate: `${show(rate.estimate)} ${scale.name}`.trimEnd(),
    interval: `[${show(rate.low)}, ${show(rate.high)}]`,
  };
}

/** A share: 0.95 to `95%`. */
export function formatShare(share: number): string {
  return `${formatDecimal(share * 100, Number.isInteger(Math.round(share * 1e6) / 1e4) ? 0 : 1)}%`;
}

/** A share with its interval: `83% [79, 87]`. Decimals only where the interval is narrower than they are. */
export function formatShareWithInterval(share: Pick<Rate, 'estimate' | 'low' | 'high'>): string {
  const { estimate, high, low } = share;
  const decimals = high - low < 0.02 ? 1 : 0;
  const show = (value: number): string => formatDecimal(value * 100, decimals);
  return `${show(estimate)}% [${show(low)}, ${show(high)}]`;
}

/** A probability to three decimals; further digits of a very small one mean nothing. */
export function formatProbability(probability: number): string {
  return probability < SMALLEST_PLAIN ? 'below 0.0001' : formatDecimal(probability, 3);
}

/** How long something took, from milliseconds, in two units at most: `840 ms`, `12.3 s`, `4 min 5 s`, `2 d 3 h`. */
export function formatDuration(durationMs: number): string {
  if (durationMs < 999.5) return `${formatCount(durationMs)} ms`;
  if (durationMs < 59_950) return `${formatDecimal(durationMs / 1000, 1)} s`;
  const seconds = Math.round(durationMs / 1000);
  if (seconds < 3600) return pair(seconds, 60, 'min', 1, 's');
  if (seconds < 86_400) return pair(seconds, 3600, 'h', 60, 'min');
  return pair(seconds, 86_400, 'd', 3600, 'h');
}

function pair(
  seconds: number,
  largeSeconds: number,
  large: string,
  smallSeconds: number,
  small: string,
): string {
  const smalls = Math.round(seconds / smallSeconds);
  const perLarge = largeSeconds / smallSeconds;
  return `${formatCount(Math.floor(smalls / perLarge))} ${large} ${smalls % perLarge} ${small}`;
}

/** A moment to the minute: `2026-11-22 15:14 UTC`. What is no ISO 8601 time in UTC is shown as it came. */
export function formatMoment(iso: string): string {
  const parts = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(?::[\d.]+)?Z$/.exec(iso);
  return parts ? `${parts[1]} ${parts[2]} UTC` : iso;
}
