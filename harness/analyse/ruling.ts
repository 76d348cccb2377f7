import { type ArmName, isInstrument } from '../contract/arms.ts';
import type { Plan } from '../contract/plan.ts';
import type { Ruling } from '../contract/referee.ts';
import type { Difference } from '../contract/result.ts';
import type { Judged } from './analyse.ts';
import type { JudgedArm } from './arm-result.ts';
import { type ResourceResults, readGates } from './resource-results.ts';

/**
 * What becomes of arms after a look. An arm's question is answered when its own verdict is, and so is every difference
 * that it has with another arm: two leaks may differ, and what cured one must be proven to.
 *
 * @param arms that are still running
 * @param isLast whether no look follows
 */
export function rulingsOf(
  { tested, control, planted, differences }: Judged,
  plan: Pick<Plan, 'explain'>,
  arms: readonly ArmName[],
  isLast: boolean,
): ReadonlyMap<ArmName, Ruling> {
  const judged = [...tested, ...[control, planted].flatMap((each) => (each === undefined ? [] : [each]))];
  return new Map(
    arms.map((arm): readonly [ArmName, Ruling] => {
      const own = judged.find(({ result }) => result.arm === arm);
      if (own === undefined || own.result.verdict === 'invalid') return [arm, 'stop'];
      const others = differences.filter(({ minuend, subtrahend }) => minuend === arm || subtrahend === arm);
      const isAnswered = own.result.verdict !== 'inconclusive' && others.every(isDecided);
      if (!isAnswered && !isLast) return [arm, 'go-on'];
      return [arm, plan.explain && !isInstrument(arm) && grew(own) ? 'explain' : 'stop'];
    }),
  );
}

/** One gate that differs is enough; that none does takes all of them. */
function isDecided({ resources }: Difference): boolean {
  const verdicts = readGates(resources).map((gate) => resources[gate]?.verdict);
  return (
    verdicts.includes('leak') || verdicts.every((verdict) => verdict === 'no-leak') || isWorse(resources)
  );
}

const isWorse = (resources: ResourceResults): boolean =>
  readGates(resources).some((gate) => {
    const { moreFailures, perCycle, perSuccessfulCycle } = resources[gate] ?? {};
    if (moreFailures === 'subtrahend' || perSuccessfulCycle === null) return false;
    if ((perSuccessfulCycle?.high ?? -1) >= 0) return false;
    return (perCycle?.high ?? 0) < 0;
  });

/** Whether there is growth to be explained: in any gate, proven or not. */
function grew({ perMailbox, result }: JudgedArm): boolean {
  if (perMailbox !== null || result.verdict === 'leak') return true;
  return readGates(result.resources).some((gate) => {
    const { perCycle, smallestDetectable, verdict } = result.resources[gate] ?? {};
    if (verdict !== 'inconclusive' || !perCycle) return false;
    // Growth whose pace changes is not proven per logon, and the phases may tell why.
    return perCycle.low > 0 || perCycle.estimate > (smallestDetectable ?? Number.POSITIVE_INFINITY);
  });
}
