import type { Unit } from '../contract/resources.ts';
import type { Rate } from '../contract/result.ts';
import type { Rules } from './rules.ts';

/** `4,096.25`: grouped, with at most so many decimals and no trailing zeros. */
export function numberText(value: number, decimals = 0): string {
  const shown = value.toLocaleString('en-US', { maximumFractionDigits: decimals });
  return shown === '-0' ? '0' : shown;
}

/** The decimals that show an error of this size with two digits. */
export function decimalsFor(error: number): number {
  if (!(error > 0) || !Number.isFinite(error)) return 0;
  return Math.min(6, Math.max(0, 1 - Math.floor(Math.log10(error))));
}

/** A quantity by itself, with two significant digits where it is small: `0.31 bytes`, `1 heap`. */
export function quantityText(value: number, noun: string): string {
  const shown = numberText(value, decimalsFor(Math.abs(value)));
  return `${shown} ${nounFor(shown, noun)}`;
}

/** A rate with its interval: `4,096 bytes [4,095.9, 4,096.1]`. */
export function rateText(rate: Rate, noun: string): string {
  const decimals = decimalsFor((rate.high - rate.low) / 2);
  const show = (value: number): string => numberText(value, decimals);
  return `${show(rate.estimate)} ${nounFor(show(rate.estimate), noun)} [${show(rate.low)}, ${show(rate.high)}]`;
}

/** What one unit of a resource is called: its bytes, or the things it counts. */
export const nounOf = (unit: Unit, label: string): string => (unit === 'bytes' ? 'bytes' : label);

/** Labels are plural; exactly one takes the singular. */
function nounFor(shown: string, plural: string): string {
  return shown === '1' || shown === '-1' ? plural.replace(/s$/, '') : plural;
}

/** `a`, `a and b`, `a, b and c`. */
export function listText(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join('');
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

/** `3 replicates`, `1 replicate`. */
export function countText(count: number, plural: string): string {
  const shown = numberText(count);
  return `${shown} ${nounFor(shown, plural)}`;
}

/** A whole number rounded up to two digits, for advice that is no better than that. */
export function roundedUp(value: number): number {
  if (value <= 100) return Math.ceil(value);
  const step = 10 ** (Math.floor(Math.log10(value)) - 1);
  return Math.ceil(value / step) * step;
}

/** The margin of a resource: `64 bytes`. */
export const marginText = ({ margin, info }: Rules): string =>
  quantityText(margin, nounOf(info.unit, info.label));
