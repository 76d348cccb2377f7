import { HarnessError } from '../../contract/errors.ts';
import type { Plan } from '../../contract/plan.ts';
import type { Soak } from '../../contract/soak.ts';
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
  requireTime(order.length, plan, soak);
  return { ...planned, plan: { ...plan, order, soak } };
}

/**
 * A soak is looked at between rounds, and one whose pace leaves no time for the first would measure nothing, or for days
 * longer than it was to.
 * @param hosts of the self-test and a round
 * @throws HarnessError USAGE
 */
function requireTime(hosts: number, { length }: Pick<Plan, 'length'>, soak: Soak): void {
  const { cyclesPerSecond, until } = soak;
  if (cyclesPerSecond === null || until.by !== 'duration' || length.by !== 'cycles') return;
  const leastMs = (1000 * hosts * length.cycles) / cyclesPerSecond;
  if (leastMs <= until.durationMs) return;
  throw new HarnessError(
    'USAGE',
    `the self-test and the first round are ${hosts} processes of ${length.cycles} logons: ` +
      `at --rate ${cyclesPerSecond} they take ${inHours(leastMs)} h, and --duration is ${inHours(until.durationMs)} h`,
    'Give a longer --duration, a higher --rate, fewer --replicate-cycles, or --no-self-test.',
  );
}

/** With two digits that count. */
const inHours = (ms: number): string => String(Number((ms / 3_600_000).toPrecision(2)));
