import type { ArmName } from '../../harness/contract/arms.ts';
import type { Rate } from '../../harness/contract/result.ts';

/** A point of a chart: cycles to the right, growth upwards. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Extent {
  readonly low: number;
  readonly high: number;
}

/** The fitted rate of an arm over the window it was measured in. */
export interface Fit {
  readonly arm: ArmName;
  readonly fromCycle: number;
  readonly toCycle: number;
  /** Where the line and both ends of its interval cross: the mean of the arm's samples in the window. */
  readonly pivot: Point;
  /** Growth per cycle as it was sampled, that is with the instrument's share still in it. */
  readonly slope: Pick<Rate, 'estimate' | 'low' | 'high'>;
}

/** Where the fitted line, or an end of its interval, is at a cycle. */
export function fittedGrowth(fit: Fit, slope: number, cycle: number): number {
  return fit.pivot.y + slope * (cycle - fit.pivot.x);
}

/** What is drawn of a fit: the line itself, and the corners of the sector that its interval leaves open. */
export function fitShape(fit: Fit): { readonly line: readonly Point[]; readonly sector: readonly Point[] } {
  const { fromCycle, toCycle } = fit;
  const { estimate, high, low } = fit.slope;
  const at = (slope: number, cycle: number): Point => ({ x: cycle, y: fittedGrowth(fit, slope, cycle) });
  return {
    line: [at(estimate, fromCycle), at(estimate, toCycle)],
    sector: [at(low, fromCycle), at(low, toCycle), at(high, toCycle), at(high, fromCycle)],
  };
}
