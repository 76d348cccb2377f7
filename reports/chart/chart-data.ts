import type { ArmName } from '../../harness/contract/arms.ts';
import type { Unit } from '../../harness/contract/resources.ts';
import type { Extent, Fit } from './geometry.ts';

/**
 * The line of one replicate, without names for its parts: a page may hold thousands. The replicate is called as
 * a page shows it, so that nothing in it can steer the text around it; both lists are in steps ({@link stepsOf}).
 */
export type LineData = readonly [
  replicate: string,
  arm: ArmName,
  cycles: readonly number[],
  growth: readonly number[],
];

/** A chart as the page's script reads it; numbers in bytes or counts. */
export interface ChartData {
  readonly resource: string;
  readonly label: string;
  readonly unit: Unit;
  /** The smallest step in which the metric moves. */
  readonly grain: number;
  readonly arms: readonly ArmName[];
  readonly lines: readonly LineData[];
  readonly fits: readonly Fit[];
  readonly warmUpToCycle: number;
  readonly cycles: Extent;
}

/** Readings are whole, but another program may write a folder with others: this many decimals are kept. */
const PRECISION = 1e6;

/** Each number as its distance from the one before, the first from 0. Rounding errors do not add up. */
export function stepsOf(numbers: readonly number[]): readonly number[] {
  let reached = 0;
  return numbers.map((number) => {
    const distance = number - reached;
    const step = Number.isInteger(distance) ? distance : Math.round(distance * PRECISION) / PRECISION;
    reached += step;
    return step;
  });
}

/** What {@link stepsOf} was made from. */
export function fromSteps(steps: readonly number[]): Float64Array {
  const numbers = new Float64Array(steps.length);
  let reached = 0;
  for (const [at, step] of steps.entries()) {
    reached += step;
    numbers[at] = reached;
  }
  return numbers;
}
