import type { ArmName } from '../contract/arms.ts';
import { cycleUnitOf } from '../contract/attached.ts';
import type { Environment } from '../contract/environment.ts';
import { hadWorked } from '../contract/exhaustion.ts';
import { plannedReplicateOf } from '../contract/host-losses.ts';
import { inputCodeOf } from '../contract/input-code.ts';
import { isWhole, type Plan, SCHEMA_VERSION } from '../contract/plan.ts';
import { RESOURCE_NAMES, type ResourceName } from '../contract/resources.ts';
import type { ArmResult, ResourceResult, Result } from '../contract/result.ts';
import { NO_GROWTH } from './arm-growth.ts';
import { armResultOf, type JudgedArm } from './arm-result.ts';
import { attachedWarnings, overallOfAttached } from './attached.ts';
import { differencesOf, type Pair } from './difference.ts';
import { type GrowthTable, growthTableOf, lastLookOf, reachOf } from './growth-table.ts';
import { afterHolm, type Rejudge } from './holm-gates.ts';
import { growthKindsOf, resourcesToExplain } from './kinds/growth-kinds.ts';
import { leftBehindOf } from './kinds/left-behind.ts';
import { judgedPart, lostHostsText, withLostHosts } from './lost-hosts.ts';
import { growthPerMailbox, withOpenGrowth } from './per-mailbox.ts';
import { type ResourceEvidence, resourceResultOf } from './resource-result.ts';
import type { ResourceResults } from './resource-results.ts';
import { looksOf, type Question, type Rules, rulesFor } from './rules.ts';
import { selfTestOf } from './self-test.ts';
import { type Collected, processesIn, type ReplicateFacts, totalOver } from './series.ts';
import { isWithoutRound, NO_ROUND } from './soak-warnings.ts';
import { judgeThresholds } from './thresholds.ts';
import { overallOf } from './verdict.ts';
import { lostHosts, warningsOf } from './warnings.ts';

/** Everything that was measured, and under which plan. */
export interface Run {
  readonly plan: Plan;
  readonly environment: Pick<Environment, 'standIn' | 'preflight' | 'unsupported'>;
  readonly collected: Collected;
}

/** The arms of a run, each judged. */
export interface Judged {
  /** The arms under test. */
  readonly tested: readonly JudgedArm[];
  readonly control: JudgedArm | undefined;
  readonly planted: JudgedArm | undefined;
  readonly differences: Result['differences'];
  readonly growths: GrowthTable;
}

/** From the samples of a run to its result. Pure: the same run always gives the same result. */
export function analyse(run: Run): Result {
  const { plan, environment } = run;
  const collected = judgedPart(plan, run.collected);
  const { tested, control: instrument, planted, differences, growths } = judgeArms(run);
  const told = ({ result }: JudgedArm): ArmResult =>
    withLostHosts(result, plan, run.collected.replicates, run.collected.soak?.arms.get(result.arm));
  const judged = tested.map((each): JudgedArm => ({ ...each, result: told(each) }));
  const arms = judged.map(({ result }) => result);
  const control = instrument === undefined ? undefined : told(instrument);
  const selfTest = selfTestOf(plan, control, planted?.result);
  const [only] = arms;
  const { attached } = plan;
  const overall =
    attached !== undefined && only !== undefined
      ? overallOfAttached(attached, only)
      : overallOf({
          judged,
          control,
          differences,
          rulesOf: (resource) => rulesFor(resource, plan),
          selfTest,
        });
  // Who reads one sentence only must learn that the run broke, before what the rest of it says.
  const ended = plan.lostHosts === 'end-run' && overall.verdict === 'inconclusive';
  const broke = ended ? lostHosts(collected.replicates) : [];
  const lost = plan.lostHosts === 'replace' ? arms.map(lostHostsText).filter((text) => text !== '') : [];
  const { soak } = collected;
  const idle = soak !== undefined && isWithoutRound(soak) ? [NO_ROUND] : [];
  const inputCode = inputCodeOf(plan);
  const measured = {
    ...overall,
    reason: [...broke, ...idle, overall.reason, ...lost].join('; '),
    selfTest,
    arms: control === undefined ? arms : [...arms, control],
    differences,
  };
  return {
    schema: SCHEMA_VERSION,
    ...measured,
    standIn: environment.standIn,
    scenario: plan.scenario.name,
    complete: isComplete(plan, collected),
    thresholds: judgeThresholds(plan, measured),
    ...(attached === undefined ? {} : { cycleUnit: cycleUnitOf(plan) }),
    ...(inputCode.length === 0 ? {} : { inputCode: [...inputCode] }),
    warnings:
      attached !== undefined
        ? attachedWarnings(
            plan,
            attached,
            collected.replicates,
            collected.remarks ?? [],
            environment.preflight,
          )
        : warningsOf({
            plan,
            tested: arms,
            control,
            selfTest,
            growths,
            replicates: collected.replicates,
            soak,
            quarantined: collected.quarantined ?? [],
            stuck: collected.stuck ?? [],
            preflight: environment.preflight,
          }),
  };
}

/** Judges every arm of a run, and the differences between those under test, as of the last looks they came to. */
export function judgeArms(whole: Run): Judged {
  const { plan } = whole;
  const collected = judgedPart(plan, whole.collected);
  const run: Run = { ...whole, collected };
  const growths = growthTableOf(plan, collected);
  const control = plan.control ? judgeArm('control', run, growths, undefined) : undefined;
  const planted = plan.selfTest ? judgeArm('planted', run, growths, control) : undefined;
  const tested = plan.arms.map((arm) => judgeArm(arm, run, growths, control));
  const differences = differencesOf({
    resultsByArm: new Map(tested.map(({ result }) => [result.arm, result.resources] as const)),
    growths,
    rulesOf: (resource) => rulesFor(resource, plan, 'difference'),
    lookOf: ({ minuend, subtrahend }: Pair) =>
      Math.min(...[minuend, subtrahend].map((arm) => reachOf(arm, plan, collected))),
    processesOf: ({ minuend, subtrahend }) =>
      processesIn(collected.replicates.filter(({ arm }) => arm === minuend || arm === subtrahend)),
    looks: looksOf(plan, 'difference'),
  });
  return { tested, control, planted, differences, growths };
}

function judgeArm(
  arm: ArmName,
  { plan, environment, collected }: Run,
  growths: GrowthTable,
  control: JudgedArm | undefined,
): JudgedArm {
  const replicates = collected.replicates.filter((each) => each.arm === arm);
  const question: Question = arm === 'control' || arm === 'planted' ? 'instrument' : 'arm';
  const rulesOf = (resource: ResourceName): Rules =>
    forWhoRanOut(rulesFor(resource, plan, question), replicates);
  const walksOverBudget = totalOver(replicates, (each) => each.walksOverBudget);
  // The environment was probed before the run: what its session hosts read all the same is better evidence.
  const unsupportedOf = (resource: ResourceName): string | undefined => {
    const declared = collected.unsupported.get(arm)?.get(resource);
    const isRead = collected.series.get(resource)?.some((each) => each.arm === arm) ?? false;
    if (declared !== undefined || isRead) return declared;
    const probed = environment.unsupported.find((each) => each.resource === resource);
    return probed?.reason ?? 'not read in this run';
  };
  const evidenceOf = (resource: ResourceName): ResourceEvidence => ({
    resource,
    arm: growths(arm, resource),
    control: control === undefined ? NO_GROWTH : growths('control', resource),
    controlIsOpen:
      rulesOf(resource).canAcquit && isOpen(control?.result.resources[resource], rulesOf(resource).margin),
    unsupported: unsupportedOf(resource),
    walksOverBudget,
  });
  const rejudge: Rejudge = (resource, change): ResourceResult =>
    resourceResultOf(evidenceOf(resource), change(rulesOf(resource)));
  const all: ResourceResults = Object.fromEntries(
    RESOURCE_NAMES.map((resource) => [resource, rejudge(resource, (rules) => rules)]),
  );
  const byName = afterHolm(all, rejudge);
  // The instrument's own arms visit no mailbox.
  const seen = factsUpTo(lastLookOf(arm, plan, collected), replicates);
  const perMailbox = question === 'instrument' ? null : growthPerMailbox(plan, seen, byName);
  const result = armResultOf({
    arm,
    replicates,
    resources: perMailbox === null ? byName : withOpenGrowth(byName, perMailbox),
    perMailbox,
    failures: collected.failures.get(arm),
    cycleUnit: cycleUnitOf(plan),
    fromOutside: plan.attached !== undefined,
    invalid: collected.invalidArms.get(arm),
    soak: collected.soak?.arms.get(arm),
    ...(question === 'instrument' ? UNEXPLAINED : explanationOf(arm, { plan, collected }, byName, control)),
  });
  return { result, perMailbox };
}

/** A control arm that shrinks is no leak, but subtracting it would make one of an arm that does not shrink with it. */
function isOpen(control: ResourceResult | undefined, margin: number): boolean {
  const rate = control?.perCycle ?? null;
  const shrinks = rate !== null && rate.high < 0 && rate.low <= -margin;
  return control?.verdict === 'inconclusive' || shrinks;
}

type Explanation = Pick<ArmResult, 'kinds' | 'leftBehind'>;
const UNEXPLAINED: Explanation = { kinds: [], leftBehind: [] };

/** With what an arm grows, and what its logons leave behind; nothing where no replicate went through the phases. */
function explanationOf(
  arm: ArmName,
  { plan, collected }: Pick<Run, 'plan' | 'collected'>,
  results: ResourceResults,
  control: JudgedArm | undefined,
): Explanation {
  const replicates = collected.explained.filter((each) => each.arm === arm);
  const instrument = new Map(
    RESOURCE_NAMES.map((resource) => [
      resource,
      control?.result.resources[resource]?.perCycle?.estimate ?? 0,
    ]),
  );
  return {
    kinds: growthKindsOf(replicates, resourcesToExplain(results), plan, instrument),
    leftBehind: leftBehindOf(replicates),
  };
}

/** A process that ran out cannot be asked for more cycles; and what fills it up is no cache that was about to stop. */
function forWhoRanOut(rules: Rules, replicates: readonly ReplicateFacts[]): Rules {
  if (replicates.every(({ ending }) => ending.kind !== 'exhausted')) return rules;
  return { ...rules, horizonCycles: Math.min(rules.horizonCycles, HORIZON_OF_WHO_RAN_OUT) };
}

const HORIZON_OF_WHO_RAN_OUT = 256;

const factsUpTo = (look: number, replicates: readonly ReplicateFacts[]): readonly ReplicateFacts[] =>
  replicates.map((each) => ({ ...each, cycles: Math.min(each.cycles, look) }));

/**
 * Whether every replicate of the plan ran to its end, which may be that its process ran out; a soak is over when it says so.
 */
function isComplete(plan: Plan, { isOver, replicates, soak }: Collected): boolean {
  if (plan.soak !== undefined) return isOver === true && !(soak !== undefined && isWithoutRound(soak));
  return plan.order.every(({ replicate }) => {
    const hosts = replicates.filter((each) => plannedReplicateOf(each.replicate) === replicate);
    return hosts.some(({ cycles, ending }) => {
      if (ending.kind === 'exhausted') return hadWorked(ending.exhausted);
      return ending.kind === 'finished' && isWhole(plan, cycles);
    });
  });
}
