import type { ResourceName } from '../../contract/resources.ts';
import type { TimedPoints } from '../statistics/points.ts';
import { mean, sum } from '../statistics/summary.ts';
import type { ExplainedReplicate } from './explained.ts';
import { phaseRisesOf, pointsOf } from './phase-rates.ts';

/** A phase in which fewer lumps than this are to be expected says nothing by their absence. */
const FEWEST_LUMPS = 10;
/** Short blocks grow evenly if so many of them grow by what their cycles make one expect, give or take this factor. */
const MOST_BLOCKS = 0.75;
const FACTOR = 4;

/**
 * Whether a resource grows in lumps that come too seldom for short phases to tell with what. In the blocks of 7 and 11
 * cycles of the census even growth shows in each, a lump in few of them; and how many lumps the logons to one mailbox
 * should have brought follows from the smallest one that was seen.
 */
export function comesTooSeldom(
  replicates: readonly ExplainedReplicate[],
  resource: ResourceName,
  cyclesPerPass: number,
): boolean {
  const rises = replicates.flatMap((each) => phaseRisesOf(each, resource, cyclesPerPass).anyMailboxes ?? []);
  const perCycle = mean(rises.map((rise) => rise.perCycle));
  const blocks = replicates.flatMap((each) => stepsOf(pointsOf(each, resource, 'census')));
  if (!(perCycle > 0) || blocks.length === 0) return false;
  const even = blocks.filter(({ cycles, growth }) => {
    const expected = perCycle * cycles;
    return growth >= expected / FACTOR && growth <= expected * FACTOR;
  });
  if (even.length >= MOST_BLOCKS * blocks.length) return false;
  const steps = [...blocks, ...replicates.flatMap((each) => stepsOf(pointsOf(each, resource, 'sweep')))];
  const lump = Math.min(...steps.map(({ growth }) => growth).filter((growth) => growth > 0));
  const logons = sum(replicates.map(({ phases }) => phases.hammer.cycles));
  return (perCycle * logons) / lump < FEWEST_LUMPS;
}

interface Step {
  readonly cycles: number;
  readonly growth: number;
}

/** From each sample to the next that comes after more cycles. */
function stepsOf({ x, y }: TimedPoints): Step[] {
  const steps: Step[] = [];
  for (let i = 1; i < x.length; i += 1) {
    const cycles = (x[i] ?? 0) - (x[i - 1] ?? 0);
    if (cycles > 0) steps.push({ cycles, growth: (y[i] ?? 0) - (y[i - 1] ?? 0) });
  }
  return steps;
}
