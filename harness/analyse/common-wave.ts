import type { Growth } from './growth.ts';
import { leastSquaresLine } from './statistics/least-squares.ts';
import type { Points } from './statistics/points.ts';
import { mean, sum } from './statistics/summary.ts';

/** With fewer points than this, chance alone makes replicates look alike. */
const FEWEST_POINTS = 12;
/** Replicates whose deviations from their lines have more than this in common do not err independently. */
const MOST_ALIKE = 0.5;

/**
 * What a slope may be off by, per cycle, because all replicates deviate from a line in the same cycles: a staircase or
 * a sawtooth in the same phase, a start-up that bends. No number of replicates averages that out. A deviation whose
 * highest and lowest value are A apart moves a least-squares slope by at most 1.5 A over the span of its points.
 */
export function commonError(growths: readonly Growth[]): number {
  const [first] = growths;
  const points = first?.points.x.length ?? 0;
  if (growths.length < 2 || points < FEWEST_POINTS) return 0;
  if (growths.some((growth) => growth.points.x.length !== points)) return 0;
  const deviations = growths.map((growth) => deviationsOf(growth.points));
  const shared = Array.from({ length: points }, (_, i) =>
    mean(deviations.map((each) => each[i] ?? Number.NaN)),
  );
  const each = sum(deviations.map(squares)) / growths.length;
  if (each === 0) return 0;
  const alike = (growths.length * (squares(shared) / each) - 1) / (growths.length - 1);
  if (alike <= MOST_ALIKE) return 0;
  const span = Math.min(...growths.map(({ spanCycles }) => spanCycles));
  return (1.5 * (Math.max(...shared) - Math.min(...shared))) / span;
}

function deviationsOf(points: Points): Float64Array {
  const { intercept, slope } = leastSquaresLine(points);
  return points.y.map((value, i) => value - intercept - slope.mean * (points.x[i] ?? Number.NaN));
}

const squares = (values: readonly number[] | Float64Array): number => {
  let total = 0;
  for (const value of values) total += value * value;
  return total;
};
