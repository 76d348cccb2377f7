import type { Rate } from '../../contract/result.ts';
import { normalQuantile } from '../statistics/normal.ts';
import { studentTQuantile } from '../statistics/student-t.ts';
import { mean, sum, variance } from '../statistics/summary.ts';

/** With fewer runs their spread says next to nothing. */
export const FEWEST_RUNS = 3;

/** Where the next rate lies if nothing has changed. */
export interface Prediction {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  readonly runs: number;
}

/**
 * The interval that holds the rate of one more run, if it is like those before: Student's prediction interval
 * (Hahn and Meeker 1991, Statistical Intervals, 4.7). What rates differ by from run to run is taken from
 * those runs, but never for less than what each of them says of itself: runs that agree by chance foretell
 * nothing. A new run that is less certain than those before it gets the room that it asks for.
 *
 * @param before at least {@link FEWEST_RUNS} rates
 * @param chance that it misses, of both sides together, if nothing has changed
 */
export function predict(before: readonly Rate[], next: Rate, chance: number): Prediction {
  const estimates = before.map(({ estimate }) => estimate);
  const runs = before.length;
  const centre = mean(estimates);
  const own = Math.sqrt(sum(before.map((rate) => errorOf(rate) ** 2)) / runs);
  const spread = Math.max(Math.sqrt(variance(estimates)), own);
  const error = Math.sqrt(spread ** 2 / runs + Math.max(spread, errorOf(next)) ** 2);
  const reach = studentTQuantile(1 - chance / 2, runs - 1) * error;
  return { mean: centre, low: centre - reach, high: centre + reach, runs };
}

/**
 * The standard error that an interval stands for. Its quantile was Student's, or stricter; the normal one,
 * which is smaller, makes the error larger than it was, and the prediction wider.
 */
const errorOf = ({ confidence, estimate, high, low }: Rate): number =>
  Math.max(high - estimate, estimate - low) / normalQuantile((1 + confidence) / 2);
