import type { ArmName } from '../contract/arms.ts';
import type { Environment } from '../contract/environment.ts';
import { type Plan, SCHEMA_VERSION } from '../contract/plan.ts';
import { RESOURCE_NAMES, type ResourceName } from '../contract/resources.ts';
import type { ArmResult, ResourceResult, Result } from '../contract/result.ts';
import { armResultOf } from './arm-result.ts';
import { differencesOf } from './difference.ts';
import { armsOf, type GrowthTable, growthTableOf, NO_GROWTH } from './growth-table.ts';
import { resourceResultOf } from './resource-result.ts';
import { type Rules, rulesFor } from './rules.ts';
import type { Collected } from './series.ts';
import { sum } from './statistics/summary.ts';
import { overallOf } from './verdict.ts';
import { warningsOf } from './warnings.ts';

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
  const arms = armsOf(plan).map((arm) => analyseArm(arm, run, growths, rulesOf));
  const tested = arms.filter(({ arm }) => arm !== 'control');
  const control = arms.find(({ arm }) => arm === 'control');
  const resourcesByArm = new Map(tested.map(({ arm, resources }) => [arm, resources] as const));
  const differences = differencesOf(resourcesByArm, growths, rulesOf);
  return {
    schema: SCHEMA_VERSION,
    ...overallOf(tested, control, differences, rulesOf),
    standIn: environment.standIn,
    scenario: plan.scenario.name,
    complete: isComplete(plan, collected),
    arms,
    differences,
    warnings: warningsOf(plan, arms, collected.replicates),
  };
}

function analyseArm(
  arm: ArmName,
  { environment, collected }: Run,
  growths: GrowthTable,
  rulesOf: (resource: ResourceName) => Rules,
): ArmResult {
  const replicates = collected.replicates.filter((each) => each.arm === arm);
  const walksOverBudget = sum(replicates.map((each) => each.walksOverBudget));
  const unsupportedOf = (resource: ResourceName): string | undefined =>
    collected.unsupported.get(arm)?.get(resource) ??
    environment.unsupported.find((each) => each.resource === resource)?.reason ??
    (collected.series.get(resource)?.some((each) => each.arm === arm) ? undefined : 'not read in this run');
  const resources = RESOURCE_NAMES.map((resource): readonly [ResourceName, ResourceResult] => {
    const control = arm === 'control' ? NO_GROWTH : growths('control', resource);
    const evidence = {
      resource,
      arm: growths(arm, resource),
      control,
      unsupported: unsupportedOf(resource),
      walksOverBudget,
    };
    return [resource, resourceResultOf(evidence, rulesOf(resource))];
  });
  return armResultOf({
    arm,
    replicates,
    resources: Object.fromEntries(resources),
    failures: collected.failures.get(arm),
    invalid: collected.invalidArms.get(arm),
  });
}

/** Whether every replicate of the plan ran to its end. */
function isComplete(plan: Plan, { replicates }: Collected): boolean {
  return plan.order.every(({ replicate }) => {
    const facts = replicates.find((each) => each.replicate === replicate);
    if (facts?.ending.kind !== 'finished') return false;
    return plan.length.by === 'duration' || facts.cycles >= plan.length.cycles;
  });
}
