import type { ArmName } from '../../contract/arms.ts';
import { cycleUnitOf, cycleUnitOfBoth, restsOn } from '../../contract/attached.ts';
import { RESOURCE_NAMES, RESOURCES, type ResourceName } from '../../contract/resources.ts';
import type { ResourceResult, Result } from '../../contract/result.ts';
import type { DiffArm, DiffResource } from '../../contract/run-diff.ts';
import type { Run } from '../analyse.ts';
import { NO_GROWTH, reachedBy } from '../arm-growth.ts';
import { cyclesTried, shareFailed } from '../failures.ts';
import { growthTableOf, reachOf } from '../growth-table.ts';
import { judgedPart } from '../lost-hosts.ts';
import type { Rules } from '../rules.ts';
import { type FailedShare, isLargerShare } from '../succeeded.ts';
import { type Across, acrossRuns, type OfRun, openForFailures } from './across.ts';
import { acrossResults } from './across-results.ts';
import { armOfResources } from './diff-arm.ts';
import { rulesOfBoth } from './diff-rules.ts';
import { resourceReason } from './diff-words.ts';

/** A run with its result; without `collected` where its samples are gone. */
export interface JudgedRun extends Omit<Run, 'collected'> {
  readonly collected: Run['collected'] | null;
  readonly result: Result;
}

/** Arms under test in both runs, in the order of the first. */
export const armsOfBoth = (a: JudgedRun, b: JudgedRun): readonly ArmName[] =>
  a.plan.arms.filter((arm) => b.plan.arms.includes(arm));

/**
 * Every arm that both runs tested, B minus A. From the samples where both have them, else from the results.
 */
export function diffArms(a: JudgedRun, b: JudgedRun): readonly DiffArm[] {
  const measure = hasSamples(a) && hasSamples(b) ? bySamples(a, b) : byResults(a.result, b.result);
  return armsOfBoth(a, b).map((arm) => {
    const resources = RESOURCE_NAMES.flatMap((resource): [ResourceName, DiffResource][] => {
      const ofA = resultOf(a.result, arm, resource);
      const ofB = resultOf(b.result, arm, resource);
      if (ofA === undefined || ofB === undefined) return [];
      return [
        [resource, diffResource(resource, arm, ofA, ofB, rulesOfBoth(resource, a.plan, b.plan), measure)],
      ];
    });
    return armOfResources(arm, Object.fromEntries(resources), {
      rests: (resource) => restsOn(resource, a.plan) || restsOn(resource, b.plan),
      cycleUnit: cycleUnitOfBoth(cycleUnitOf(a.plan), cycleUnitOf(b.plan)),
    });
  });
}

type WithSamples = Omit<JudgedRun, 'collected'> & Run;
export const hasSamples = (run: JudgedRun): run is WithSamples => run.collected !== null;

interface Measured {
  readonly across: Across;
  readonly upToCycle: number;
}

/** null where the samples of a run do not carry a rate. */
type Measure = (
  resource: ResourceName,
  arm: ArmName,
  a: ResourceResult,
  b: ResourceResult,
  rules: Rules,
) => Measured | null;

function diffResource(
  resource: ResourceName,
  arm: ArmName,
  a: ResourceResult,
  b: ResourceResult,
  rules: Rules,
  measure: Measure,
): DiffResource {
  const { unit } = RESOURCES[resource];
  const shown = { unit, a: a.perCycle, b: b.perCycle };
  const measured = measure(resource, arm, a, b, rules);
  if (measured === null) {
    const isUnsupported = a.verdict === 'unsupported' && b.verdict === 'unsupported';
    const verdict = isUnsupported ? 'unsupported' : 'inconclusive';
    const reason = isUnsupported ? b.reason : `not measured in ${missingFrom(a, b)}`;
    return { verdict, reason, ...shown, difference: null, noneDownTo: null, upToCycle: null };
  }
  const { across, upToCycle } = measured;
  return {
    verdict: across.verdict,
    reason: resourceReason(resource, across, rules),
    ...shown,
    difference: across.difference,
    noneDownTo: across.verdict === 'same' ? across.reach : null,
    upToCycle,
  };
}

function missingFrom(a: ResourceResult, b: ResourceResult): string {
  if (a.perCycle === null && b.perCycle === null) return 'either run';
  return a.perCycle === null ? 'run A' : 'run B';
}

const byResults =
  (ofRunA: Result, ofRunB: Result): Measure =>
  (resource, arm, a, b, rules) => {
    if (a.perCycle === null || b.perCycle === null) return null;
    const found = acrossResults(resource, { a, b }, a.perCycle, b.perCycle, rules);
    const [failedA, failedB] = [failedShareIn(ofRunA, arm), failedShareIn(ofRunB, arm)];
    const mayBeFailures =
      (found.verdict === 'less' && isLargerShare(failedA, failedB)) ||
      (found.verdict === 'more' && isLargerShare(failedB, failedA));
    const across = mayBeFailures ? openForFailures(found) : unlessDiluted(found, resource, a, b, rules);
    return { across, upToCycle: Math.min(a.window?.toCycle ?? 0, b.window?.toCycle ?? 0) };
  };

/** Of all cycles of an arm: which of them failed in the window of a rate, no result tells. */
function failedShareIn({ arms }: Result, name: ArmName): FailedShare {
  const arm = arms.find((each) => each.arm === name);
  return arm === undefined ? { share: 0, cycles: 0 } : { share: shareFailed(arm), cycles: cyclesTried(arm) };
}

/** Where cycles failed, a verdict must hold per cycle that succeeded, too. */
function unlessDiluted(
  found: Across,
  resource: ResourceName,
  a: ResourceResult,
  b: ResourceResult,
  rules: Rules,
): Across {
  const failed = [a, b].some(({ perSuccessfulCycle }) => perSuccessfulCycle !== undefined);
  if (!failed || found.verdict === 'inconclusive') return found;
  const [ofA, ofB] = [a, b].map(({ perCycle, perSuccessfulCycle = perCycle }) => perSuccessfulCycle);
  if (!ofA || !ofB) return openForFailures(found);
  const again = acrossResults(resource, { a, b }, ofA, ofB, rules);
  return again.verdict === found.verdict ? found : openForFailures(found);
}

/**
 * Both runs are taken as of the last cycle that both can be judged at: growth that slows down is not less
 * because the one run went on for longer.
 */
function bySamples(a: WithSamples, b: WithSamples): Measure {
  const [inA, inB] = [judgedPart(a.plan, a.collected), judgedPart(b.plan, b.collected)];
  const [tableA, tableB] = [growthTableOf(a.plan, inA), growthTableOf(b.plan, inB)];
  const subtracts = a.plan.control && b.plan.control;
  return (resource, arm, _resultA, _resultB, rules) => {
    const upTo = Math.min(reachOf(arm, a.plan, inA), reachOf(arm, b.plan, inB));
    const of = (table: typeof tableA): OfRun => ({
      arm: table(arm, resource, upTo),
      control: subtracts ? table('control', resource) : NO_GROWTH,
    });
    const [ofA, ofB] = [of(tableA), of(tableB)];
    if (ofA.arm.settled.length === 0 || ofB.arm.settled.length === 0) return null;
    const upToCycle = Math.min(reachedBy(ofA.arm), reachedBy(ofB.arm));
    return { across: acrossRuns(ofA, ofB, rules), upToCycle };
  };
}

const resultOf = ({ arms }: Result, arm: ArmName, resource: ResourceName): ResourceResult | undefined =>
  arms.find((each) => each.arm === arm)?.resources[resource];
