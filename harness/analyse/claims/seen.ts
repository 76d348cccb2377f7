import type { ArmName } from '../../contract/arms.ts';
import type { ResourceName } from '../../contract/resources.ts';
import type { ArmResult, Rate, ResourceResult, Result, Verdict } from '../../contract/result.ts';
import { armFigures, convicting } from '../figures.ts';
import { leakingGates, type ResourceResults, readGates } from '../resource-results.ts';

/** What an arm of an experiment showed, as far as a claim can rest on it. */
export interface Seen {
  readonly growth: 'leak' | 'no-leak' | 'open';
  /** `with the flag off, 4,096 bytes [4,095.9, 4,096.1] per logon`, or why nothing can be said. */
  readonly text: string;
  readonly resources: ResourceResults;
}

const SETTING: Readonly<Record<ArmName, string>> = {
  off: 'with the flag off',
  on: 'with the flag on',
  absent: 'without the value',
  control: 'without a logon',
  planted: 'with a planted leak',
};

/** @param result undefined if the run never was, or measured nothing */
export function seenIn(result: Result | undefined, arm: ArmName): Seen {
  const setting = SETTING[arm];
  const found = result?.arms.find((each) => each.arm === arm);
  if (result === undefined || found === undefined)
    return { growth: 'open', text: `${setting}: not measured`, resources: {} };
  const { resources } = found;
  const drift = driftOf(result);
  if (drift !== null) return { growth: 'open', text: `${setting}: ${drift}`, resources };
  return { growth: growthOf(found), text: `${setting}, ${armFigures(found)}`, resources };
}

/** Less than this part of a rate is no longer the same growth. */
const ALIKE = 0.5;

/**
 * What becomes of growth under another condition: all that leaked is `gone` (proven, resource by resource), or grows
 * `alike`. What leaks there besides has another cause.
 */
export function growthElsewhere(there: Seen, elsewhere: Seen): 'gone' | 'alike' | 'open' {
  const leaking = convicting(there.resources);
  const found = leaking.map((resource) => elsewhere.resources[resource]);
  if (leaking.length === 0) return 'open';
  if (found.every((result) => result?.verdict === 'no-leak')) return 'gone';
  const areAlike = leaking.every((resource, at) => {
    const [before, after] = [there.resources[resource], found[at]];
    // Failed cycles dilute the growth of either: what is alike is so per cycle that succeeded, too.
    return (
      after?.verdict === 'leak' && isAlike(before, after, perCycleOf) && isAlike(before, after, perSuccessOf)
    );
  });
  return areAlike ? 'alike' : 'open';
}

type RateOf = (result: ResourceResult | undefined) => Rate | null | undefined;
const perCycleOf: RateOf = (result) => result?.perCycle;
const perSuccessOf: RateOf = (result) =>
  result?.perSuccessfulCycle === undefined ? result?.perCycle : result.perSuccessfulCycle;

const isAlike = (
  before: ResourceResult | undefined,
  after: ResourceResult | undefined,
  rate: RateOf,
): boolean => (rate(after)?.estimate ?? 0) >= ALIKE * (rate(before)?.estimate ?? Number.POSITIVE_INFINITY);

/** Whether the instrument itself grew; nothing is then proven by what the other arms show. */
export function driftOf({ arms }: Result): string | null {
  const control = arms.find(({ arm }) => arm === 'control');
  if (control === undefined || leakingGates(control.resources).length === 0) return null;
  return `the control arm ${control.reason}: the instrument itself grows`;
}

/**
 * The verdict on a run as far as exact counters carry it. Claims are about what MAPI keeps: coarse counters alone, which
 * the instrument shares, neither show a leak of it, nor a cure, nor that a cure is none.
 */
export function exactVerdict(result: Result): Verdict {
  const { arms, differences, verdict } = result;
  if (driftOf(result) !== null || arms.some(isCoarseLeak)) return 'inconclusive';
  if (verdict !== 'reduced' && verdict !== 'worse') return verdict;
  const bothLeak = arms.every(({ arm, verdict: found }) => arm === 'control' || found === 'leak');
  const differs = differences.some(
    ({ resources }) => leakingGates(resources).length > 0 || shrinkingGates(resources).length > 0,
  );
  return bothLeak && !differs ? 'not-fixed' : verdict;
}

/** Gates that grow provably less in the first arm of a difference than in the second. */
function shrinkingGates(differences: ResourceResults): readonly ResourceName[] {
  return readGates(differences).filter((gate) => (differences[gate]?.perCycle?.high ?? 0) < 0);
}

const isCoarseLeak = ({ arm, resources, verdict }: ArmResult): boolean =>
  arm !== 'control' && verdict === 'leak' && leakingGates(resources).length === 0;

function growthOf(arm: ArmResult): Seen['growth'] {
  if (arm.verdict === 'no-leak') return 'no-leak';
  return arm.verdict === 'leak' && !isCoarseLeak(arm) ? 'leak' : 'open';
}
