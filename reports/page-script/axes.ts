import type { Unit } from '../../harness/contract/resources.ts';
import type { Extent } from '../chart/geometry.ts';
import { decimalsOfStep, innerTicks } from '../chart/ticks.ts';
import { formatAmount, formatDecimal, scaleFor } from '../format.ts';

/** Ticks of an axis, in bytes or counts, with what is written at each. */
export interface Axis {
  readonly at: readonly number[];
  readonly labels: readonly string[];
  /** What the labels are in; empty where each says so itself. */
  readonly scaleName: string;
}

const GROWTH_TICKS = 5;

/** Round numbers in the scale that suits what is shown. */
export function linearAxis({ high, low }: Extent, unit: Unit): Axis {
  const { divisor, name } = scaleFor(Math.max(Math.abs(low), Math.abs(high)), unit);
  const whole = divisor === 1 ? 1 : 0;
  const { step, values } = innerTicks(low / divisor, high / divisor, GROWTH_TICKS, whole);
  const decimals = decimalsOfStep(step);
  return {
    at: values.map((value) => value * divisor),
    labels: values.map((value) => formatDecimal(value, decimals)),
    scaleName: name,
  };
}

/** From one power to the next. */
const LOG_BASE: Readonly<Record<Unit, number>> = { bytes: 16, count: 10 };

/** Zero and powers on both sides of it, as far as they are shown; round numbers where powers have no room. */
export function logarithmicAxis({ high, low }: Extent, unit: Unit, grain: number): Axis {
  const base = LOG_BASE[unit];
  // Around 0 the axis is straight, and what is below the grain would be written over each other.
  const first = base ** (1 + Math.ceil(Math.log(grain) / Math.log(base) - 1e-9));
  const powers = [];
  for (let power = first; power <= Math.max(high, -low); power *= base) powers.push(power);
  const at = [...powers.map((power) => -power).reverse(), 0, ...powers].filter(
    (value) => value >= low && value <= high,
  );
  if (at.length < 2) return linearAxis({ high, low }, unit);
  return { at, labels: at.map((value) => powerLabel(value, unit)), scaleName: '' };
}

/** Powers of 16 are whole in a byte scale: `4 KiB` is shorter than `4,096 bytes`, and an axis is narrow. */
function powerLabel(value: number, unit: Unit): string {
  if (unit === 'count' || value === 0) return formatAmount(value, 'count');
  const { divisor, name } = scaleFor(Math.abs(value) * LOG_BASE.bytes, unit);
  const fits = divisor <= Math.abs(value);
  return fits ? `${formatDecimal(value / divisor, 0)} ${name}` : formatAmount(value, unit);
}

/** Whole cycles, as many as have room. */
export function cyclesAxis({ high, low }: Extent, most: number): Axis {
  const { values } = innerTicks(low, high, most, 1);
  return { at: values, labels: values.map((value) => formatDecimal(value, 0)), scaleName: '' };
}
