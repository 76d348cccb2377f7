import type { Plan } from '../contract/plan.ts';
import type { ArmResult } from '../contract/result.ts';
import { isLongEnough } from './arm-growth.ts';
import type { ReplicateFacts } from './series.ts';
import { sum } from './statistics/summary.ts';
import { cyclesPerPass } from './window.ts';
import { countText, listText, numberText } from './words.ts';

/** Above this share of failed cycles a rate per attempted cycle is no longer one per logon. */
const FAILURES_THAT_MATTER = 0.01;
/** Fewer replicates than this leave the interval almost no degrees of freedom. */
const FEWEST_REPLICATES = 3;
/** Below this many cycles a cache of common size has not had time to fill. */
const SHORT_HORIZON = 256;

/** What a reader must know before trusting the result, one sentence each. */
export function warningsOf(
  plan: Plan,
  arms: readonly ArmResult[],
  replicates: readonly ReplicateFacts[],
): string[] {
  return [
    ...controlWarnings(plan, arms),
    ...replicateWarnings(plan, replicates),
    ...horizonWarnings(plan, replicates),
    ...failureWarnings(arms, replicates),
  ];
}

function controlWarnings({ control }: Plan, arms: readonly ArmResult[]): string[] {
  if (!control) return ['no control arm: what the instrument itself allocates is counted as growth'];
  const measured = arms.find(({ arm }) => arm === 'control');
  switch (measured?.verdict) {
    case 'inconclusive':
      return [`the control arm does not show that the instrument is flat: ${measured.reason}`];
    case 'leak':
      return [`the control arm ${measured.reason}: that much was subtracted`];
    default:
      return [];
  }
}

function replicateWarnings(plan: Plan, replicates: readonly ReplicateFacts[]): string[] {
  const few =
    plan.replicates < FEWEST_REPLICATES
      ? [`fewer than ${FEWEST_REPLICATES} replicates: the interval says little about other processes`]
      : [];
  const lost = replicates.flatMap(({ replicate, ending }) => {
    if (ending.kind !== 'lost') return [];
    const { call, cycle } = ending.lastActivity;
    const where = call === 'between cycles' ? call : `in ${call}`;
    return [`${replicate}: its session host ${ending.how} ${where}, cycle ${numberText(cycle)}`];
  });
  const short = replicates.filter((each) => !isLongEnough(each.cycles, longestOf(each.arm, replicates)));
  const left =
    short.length > 0
      ? [`${listText(short.map((each) => each.replicate))} ended too early to be judged with the others`]
      : [];
  const finished = replicates.filter(({ ending }) => ending.kind === 'finished').length;
  const cut =
    finished < plan.order.length
      ? [
          `cut short: ${numberText(finished)} of ${countText(plan.order.length, 'replicates')} ran to their end`,
        ]
      : [];
  return [...few, ...cut, ...lost, ...left];
}

function horizonWarnings(plan: Plan, replicates: readonly ReplicateFacts[]): string[] {
  const tested = replicates.filter(({ arm }) => arm !== 'control');
  if (tested.length === 0) return [];
  const shortest = Math.min(...tested.map(({ arm }) => longestOf(arm, tested)));
  const perPass = cyclesPerPass(plan);
  const short =
    shortest < SHORT_HORIZON
      ? [
          `short horizon: a cache that takes more than ${numberText(shortest)} cycles to fill looks like a leak`,
        ]
      : [];
  const onePass =
    perPass > 1 && shortest < 2 * perPass
      ? [
          `fewer than two passes over the ${numberText(perPass)} mailboxes: growth per mailbox cannot be told ` +
            'from growth per logon',
        ]
      : [];
  return [...short, ...onePass];
}

function failureWarnings(arms: readonly ArmResult[], replicates: readonly ReplicateFacts[]): string[] {
  return arms.flatMap(({ arm, cycles }) => {
    const failed = sum(replicates.filter((each) => each.arm === arm).map((each) => each.failedCycles));
    const share = cycles === 0 ? 0 : failed / cycles;
    return share > FAILURES_THAT_MATTER
      ? [`${arm}: ${numberText(share * 100, 1)} % of the cycles failed: rates are per attempted cycle`]
      : [];
  });
}

function longestOf(arm: ReplicateFacts['arm'], replicates: readonly ReplicateFacts[]): number {
  return Math.max(0, ...replicates.filter((each) => each.arm === arm).map((each) => each.cycles));
}
