import type { HostFacts } from '../host-facts.ts';
import { makePlan, type PlannedRun } from '../make-plan.ts';
import { selfTestOrder, soakRound } from '../replicate-order.ts';
import type { ParsedSoak } from './options.ts';

/**
 * Options to the plan of a soak: that of a run of fixed length, whose rounds go on. `order` has the self-test and the first
 * round; the others follow from the plan.
 * @throws HarnessError USAGE or INPUT_FILE
 */
export async function makeSoakPlan(
  command: string,
  { run, soak }: ParsedSoak,
  host: HostFacts,
  now: Date,
): Promise<PlannedRun> {
  const planned = await makePlan(command, run, host, now);
  const { plan } = planned;
  const order = [...selfTestOrder(plan), ...soakRound(plan, 1)];
  return { ...planned, plan: { ...plan, order, soak } };
}
