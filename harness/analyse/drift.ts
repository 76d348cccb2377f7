import type { Growth } from './growth.ts';
import { type Estimate, estimateOver, minus } from './statistics/estimate.ts';
import { leastSquaresLine } from './statistics/least-squares.ts';
import { studentTCdf } from './statistics/student-t.ts';
import { mean, sum, variance } from './statistics/summary.ts';

/**
 * The chance, at most, that levels which only wander rise as evenly as these by themselves, beside those of another arm.
 *
 * A random walk has a trend in any one process, and a t test over a handful of processes takes it for a leak once in
 * forty times. But its rises from stretch to stretch differ as much within a process as between processes. So the
 * rises of all stretches of all replicates are taken as one sample: for a walk they are independent, for any level that
 * comes back to where it was they are anti-correlated, which only makes the test more careful.
 *
 * @param beside the arm that is subtracted; without replicates there is none
 * @param grain the smallest step of the resource
 */
export function chanceOfDrift(growths: readonly Growth[], beside: readonly Growth[], grain: number): number {
  const rises = risesOf(growths, grain);
  const {
    degreesOfFreedom,
    mean: rise,
    standardError,
  } = beside.length === 0 ? rises : minus(rises, risesOf(beside, grain));
  return 1 - studentTCdf(rise / standardError, degreesOfFreedom);
}

/**
 * {@link chanceOfDrift} for two arms that are alike but for the flag: what both do in the same stretch, a start-up or a
 * cache that fills, is not their difference. So each stretch is compared with its like, and only what replicates of one
 * arm do differently in it counts as error.
 */
export function chanceOfDifference(more: readonly Growth[], less: readonly Growth[], grain: number): number {
  const stretches = more[0]?.shape.rises.length ?? 0;
  const all = [...more, ...less];
  if (more.length < 2 || less.length < 2 || all.some(({ shape }) => shape.rises.length !== stretches))
    return chanceOfDrift(more, less, grain);
  const meanRise = (arm: readonly Growth[], stretch: number): number =>
    mean(arm.map(({ shape }) => shape.rises[stretch] ?? Number.NaN));
  let squares = 0;
  let difference = 0;
  for (let stretch = 0; stretch < stretches; stretch += 1) {
    for (const arm of [more, less]) {
      const centre = meanRise(arm, stretch);
      squares += sum(arm.map(({ shape }) => ((shape.rises[stretch] ?? Number.NaN) - centre) ** 2));
    }
    difference += (meanRise(more, stretch) - meanRise(less, stretch)) / stretches;
  }
  const degreesOfFreedom = stretches * (all.length - 2);
  const spread = Math.max(Math.sqrt(squares / degreesOfFreedom), floorOf(all, grain));
  const standardError = spread * Math.sqrt((1 / more.length + 1 / less.length) / stretches);
  return 1 - studentTCdf(difference / standardError, degreesOfFreedom);
}

function risesOf(growths: readonly Growth[], grain: number): Estimate {
  const rises = growths.flatMap(({ shape }) => [...shape.rises]);
  return estimateOver(
    rises,
    rises.map(() => floorOf(growths, grain)),
  );
}

/**
 * What the rate at the end of the window keeps, or loses, of the rate at its beginning: the mean rise of the last two
 * stretches, or the last of two, minus a share of that of the first. Its error is that of all stretches of all replicates, as for a walk,
 * which has more to go by than the few replicates, and is too large rather than too small.
 */
export function keptOf(growths: readonly Growth[], share: number, grain: number): Estimate {
  // Of two stretches one is the beginning and the other the end.
  const each = Math.max(1, Math.min(2, ...growths.map(({ shape }) => Math.floor(shape.rises.length / 2))));
  const ends = growths.map(
    ({ shape: { rises } }) => mean(rises.slice(-each)) - share * mean(rises.slice(0, each)),
  );
  const within = growths.map(({ shape: { rises } }) => variance(rises) * (rises.length - 1));
  const degreesOfFreedom = sum(growths.map(({ shape }) => shape.rises.length - 1));
  const spread = Math.max(Math.sqrt(sum(within) / degreesOfFreedom), floorOf(growths, grain));
  return {
    mean: mean(ends),
    standardError: spread * Math.sqrt((1 + share * share) / each / growths.length),
    degreesOfFreedom,
  };
}

/**
 * How much each rise is larger than the one before, along a line through those of processes that each stand for
 * themselves: the spread of so few rises holds their fall, too, and would hide it from {@link keptOf}. Null of others.
 */
export function bendOf(growths: readonly Growth[]): Estimate | null {
  const stretches = Math.min(...growths.map(({ shape }) => shape.rises.length));
  if (stretches < FEWEST_TO_BEND || !growths.every(({ byStretches }) => byStretches)) return null;
  const x = Float64Array.from({ length: stretches }, (_, i) => i);
  const y = x.map((i) => mean(growths.map(({ shape }) => shape.rises[i] ?? Number.NaN)));
  return leastSquaresLine({ x, y }).slope;
}

const FEWEST_TO_BEND = 4;

/** What the grain of a resource makes of the rise of one stretch. */
const floorOf = (growths: readonly Growth[], grain: number): number =>
  Math.max(...growths.map(({ shape, spanCycles }) => (grain * shape.rises.length) / spanCycles));
