import type { ArmName } from '../contract/arms.ts';
import type { Plan } from '../contract/plan.ts';
import { RESOURCE_NAMES, type ResourceName } from '../contract/resources.ts';
import { type ArmGrowth, armGrowthOf, NO_GROWTH } from './arm-growth.ts';
import type { Collected } from './series.ts';
import { cyclesPerPass } from './window.ts';

/** How each resource grew in each arm. */
export type GrowthTable = (arm: ArmName, resource: ResourceName) => ArmGrowth;

/** Measures every series of a run once. */
export function growthTableOf(plan: Plan, collected: Collected): GrowthTable {
  const perPass = cyclesPerPass(plan);
  const table = new Map<string, ArmGrowth>();
  for (const arm of armsOf(plan)) {
    const facts = collected.replicates.filter((each) => each.arm === arm);
    for (const resource of RESOURCE_NAMES) {
      const series = (collected.series.get(resource) ?? []).filter((each) => each.arm === arm);
      if (series.length > 0) table.set(`${arm} ${resource}`, armGrowthOf(series, facts, perPass));
    }
  }
  return (arm, resource) => table.get(`${arm} ${resource}`) ?? NO_GROWTH;
}

/** The arms of a run, the control arm last. */
const armsOf = ({ arms, control }: Pick<Plan, 'arms' | 'control'>): readonly ArmName[] =>
  control ? [...arms, 'control'] : arms;
