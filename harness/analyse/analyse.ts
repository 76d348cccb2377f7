import type { ArmName } from '../contract/arms.ts';
import type { Environment } from '../contract/environment.ts';
import { hadWorked } from '../contract/exhaustion.ts';
import { isWhole, type Plan, SCHEMA_VERSION } from '../contract/plan.ts';
import { RESOURCE_NAMES, type ResourceName } from '../contract/resources.ts';
import type { ArmResult, ResourceResult, Result } from '../contract/result.ts';
import { NO_GROWTH } from './arm-growth.ts';
import { armResultOf, type JudgedArm } from './arm-result.ts';
import { differencesOf } from './difference.ts';
import { type GrowthTable, growthTableOf } from './growth-table.ts';
import { growthPerMailbox, withOpenGrowth } from './per-mailbox.ts';
import { resourceResultOf } from './resource-result.ts';
import type { ResourceResults } from './resource-results.ts';
import { type Rules, rulesFor } from './rules.ts';
import type { Collected } from './series.ts';
import { sum } from './statistics/summary.ts';
import { overallOf } from './verdict.ts';
import { lostHosts, warningsOf } from './warnings.ts';

/** Everything that was measured, and under which plan. */
export interface Run {
  readonly plan: Plan;
  readonly environment: Environment;
  readonly collected: Collected;
}

/** From the samples of a run to its result. Pure: the same run always gives the same result. */
export function analyse(run: Run): Result {
  const { plan, environment, collected } = run;
  const growths = growthTableOf(plan, collected);
  const rulesOf = (resource: ResourceName): Rules => rulesFor(resource, plan);
  const control = plan.control ? analyseArm('control', run, growths, rulesOf, undefined).result : undefined;
  const judged = plan.arms.map((arm) => analyseArm(arm, run, growths, rulesOf, control));
  const tested = judged.map(({ result }) => result);
  const resourcesByArm = new Map(tested.map(({ arm, resources }) => [arm, resources] as const));
  const differences = differencesOf(resourcesByArm, growths, rulesOf);
  const overall = overallOf(judged, control, differences, rulesOf);
  // Who reads one sentence only must learn that the run broke, before what the rest of it says.
  const broke = overall.verdict === 'inconclusive' ? lostHosts(collected.replicates) : [];
  return {
    schema: SCHEMA_VERSION,
    ...overall,
    reason: [...broke, overall.reason].join('; '),
    standIn: environment.standIn,
    scenario: plan.scenario.name,
    complete: isComplete(plan, collected),
    arms: control === undefined ? tested : [...tested, control],
    selfTest: { outcome: 'not-made', reason: 'not asked for', plantedBytesPerCycle: null, found: null },
    differences,
    warnings: warningsOf({
      plan,
      tested,
      control,
      growths,
      replicates: collected.replicates,
      preflight: environment.preflight,
    }),
  };
}

function analyseArm(
  arm: ArmName,
  { plan, environment, collected }: Run,
  growths: GrowthTable,
  rulesOf: (resource: ResourceName) => Rules,
  control: ArmResult | undefined,
): JudgedArm {
  const replicates = collected.replicates.filter((each) => each.arm === arm);
  const walksOverBudget = sum(replicates.map((each) => each.walksOverBudget));
  // The environment was probed before the run: what its session hosts read all the same is better evidence.
  const unsupportedOf = (resource: ResourceName): string | undefined => {
    const declared = collected.unsupported.get(arm)?.get(resource);
    const isRead = collected.series.get(resource)?.some((each) => each.arm === arm) ?? false;
    if (declared !== undefined || isRead) return declared;
    const probed = environment.unsupported.find((each) => each.resource === resource);
    return probed?.reason ?? 'not read in this run';
  };
  const resources = RESOURCE_NAMES.map((resource): readonly [ResourceName, ResourceResult] => {
    const rules = rulesOf(resource);
    const evidence = {
      resource,
      arm: growths(arm, resource),
      control: control === undefined ? NO_GROWTH : growths('control', resource),
      controlIsOpen: rules.canAcquit && control?.resources[resource]?.verdict === 'inconclusive',
      unsupported: unsupportedOf(resource),
      walksOverBudget,
    };
    return [resource, resourceResultOf(evidence, rules)];
  });
  const byName: ResourceResults = Object.fromEntries(resources);
  // The control arm visits no mailbox.
  const perMailbox = arm === 'control' ? null : growthPerMailbox(plan, replicates, byName);
  const result = armResultOf({
    arm,
    replicates,
    resources: perMailbox === null ? byName : withOpenGrowth(byName, perMailbox),
    perMailbox,
    failures: collected.failures.get(arm),
    invalid: collected.invalidArms.get(arm),
  });
  return { result, perMailbox };
}

/** Whether every replicate of the plan ran to its end, which may be that its process ran out. */
function isComplete(plan: Plan, { replicates }: Collected): boolean {
  return plan.order.every(({ replicate }) => {
    const facts = replicates.find((each) => each.replicate === replicate);
    if (facts?.ending.kind === 'exhausted') return hadWorked(facts.ending.exhausted);
    if (facts?.ending.kind !== 'finished') return false;
    return isWhole(plan, facts.cycles);
  });
}
