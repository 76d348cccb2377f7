import { type ArmName, isInstrument } from '../contract/arms.ts';
import { looksUpTo } from '../contract/looks.ts';
import type { Plan } from '../contract/plan.ts';
import { RESOURCES, type ResourceName } from '../contract/resources.ts';
import { type ArmGrowth, armGrowthOf, NO_GROWTH } from './arm-growth.ts';
import { type Collected, judgedCycles } from './series.ts';
import { cyclesPerPass } from './window.ts';

/** How each resource grew in each arm, up to the cycle of a look: the arm's last one if none is named. */
export type GrowthTable = (arm: ArmName, resource: ResourceName, upTo?: number) => ArmGrowth;

/** Measures every series of a run when it is first asked for, and once. */
export function growthTableOf(plan: Plan, collected: Collected): GrowthTable {
  const perPass = cyclesPerPass(plan);
  const table = new Map<string, ArmGrowth>();
  return (arm, resource, upTo = lastLookOf(arm, plan, collected)) => {
    const key = `${arm} ${resource} ${upTo}`;
    const known = table.get(key);
    if (known !== undefined) return known;
    const facts = collected.replicates.filter((each) => each.arm === arm);
    const series = (collected.series.get(resource) ?? []).filter((each) => each.arm === arm);
    // The instrument's own arms visit no mailbox, and have no first pass. Waves matter where no growth is to be proven.
    // Who is watched from outside has nothing but coarse resources, and rests now and then.
    const byStretches = plan.attached !== undefined;
    const seeksPeriod = byStretches || RESOURCES[resource].role === 'gate';
    const growth =
      series.length === 0
        ? NO_GROWTH
        : armGrowthOf(series, facts, isInstrument(arm) ? 1 : perPass, upTo, { seeksPeriod, byStretches });
    table.set(key, growth);
    return growth;
  };
}

/**
 * The cycle up to which an arm is judged. A run that stops when it is settled is judged as of the last look that its
 * replicates came to, at which it was decided that they stop; who was judged at other cycles would look once more than
 * was planned. Processes that ran out are judged up to there.
 */
export function lastLookOf(
  arm: ArmName,
  { length }: Pick<Plan, 'length'>,
  { replicates }: Pick<Collected, 'replicates'>,
): number {
  const own = replicates.filter((each) => each.arm === arm);
  if (length.by !== 'settled' || own.some(({ ending }) => ending.kind === 'exhausted')) {
    return Number.POSITIVE_INFINITY;
  }
  const longest = Math.max(0, ...own.map(({ cycles }) => cycles));
  return looksUpTo(length.maxCycles).findLast((look) => look <= longest) ?? Number.POSITIVE_INFINITY;
}

/**
 * The cycle that an arm can be compared up to. Arms of different lengths have different parts of a warm-up in their
 * windows, which then would not cancel: of a pair, the shorter one decides.
 */
export function reachOf(
  arm: ArmName,
  plan: Pick<Plan, 'length'>,
  collected: Pick<Collected, 'replicates'>,
): number {
  const own = collected.replicates.filter((each) => each.arm === arm);
  return Math.min(lastLookOf(arm, plan, collected), Math.max(0, ...own.map(judgedCycles)));
}
