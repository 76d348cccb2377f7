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

/** From one to the next: bytes double, counts are decimal. */
const LOG_BASE: Readonly<Record<Unit, number>> = { bytes: 16, count: 10 };

/** Zero and powers on both sides of it, as far as they are shown; the smallest is the first at or above the grain. */
export function logarithmicAxis({ high, low }: Extent, unit: Unit, grain: number): Axis {
  const base = LOG_BASE[unit];
  const first = base ** Math.ceil(Math.log(grain) / Math.log(base) - 1e-9);
  const powers = [];
  for (let power = first; power <= Math.max(high, -low); power *= base) powers.push(power);
  const at = [...powers.map((power) => -power).reverse(), 0, ...powers].filter(
    (value) => value >= low && value <= high,
  );
  return { at, labels: at.map((value) => formatAmount(value, unit)), scaleName: '' };
}

/** Whole cycles, as many as have room. */
export function cyclesAxis({ high, low }: Extent, most: number): Axis {
  const { values } = innerTicks(low, high, most, 1);
  return { at: values, labels: values.map((value) => formatDecimal(value, 0)), scaleName: '' };
}
