import { type Attachment, cycleUnitOf } from '../contract/attached.ts';
import type { Check } from '../contract/check.ts';
import type { Plan } from '../contract/plan.ts';
import type { ArmResult } from '../contract/result.ts';
import { horizonOf } from './rules.ts';
import type { ReplicateFacts } from './series.ts';
import type { Overall } from './verdict.ts';
import { countText, listText, numberText } from './words.ts';

/** Shorter than this, what a program does now and then may not have come up once. */
const SHORT_WATCH_MS = 300_000;

/** `cdoapp.exe (PID 4711)`. */
export const namesOf = ({ processes }: Pick<Attachment, 'processes'>): string =>
  listText(processes.map(({ name, pid }) => `${name} (PID ${pid})`));

/**
 * The answer of an attached run: a leak that was seen, or nothing proven. That there is none is never said: nobody knows
 * what a program of somebody else's did, or left undone, while it was watched.
 */
export function overallOfAttached(attached: Attachment, arm: ArmResult): Overall {
  const who = `${namesOf(attached)}, CleanUpMAPIHeap ${arm.arm}`;
  switch (arm.verdict) {
    case 'leak':
      return { verdict: 'not-fixed', reason: `${who}: ${arm.reason}; ${extentOf(arm)}` };
    case 'invalid':
      return { verdict: 'invalid', reason: `${who}: ${arm.reason}` };
    case 'inconclusive':
    case 'no-leak':
      return { verdict: 'inconclusive', reason: `${who}: ${arm.reason}` };
  }
}

function extentOf({ resources }: ArmResult): string {
  const last = Math.max(0, ...Object.values(resources).map(({ window }) => window?.toCycle ?? 0));
  return `up to cycle ${numberText(last)}`;
}

/** What a reader must know before trusting the result of an attached run, one sentence each. */
export function attachedWarnings(
  plan: Plan,
  attached: Attachment,
  replicates: readonly ReplicateFacts[],
  remarks: readonly string[],
  preflight: readonly Check[],
): string[] {
  const horizon = horizonOf(plan, 'arm');
  const longest = Math.max(0, ...replicates.map(({ cycles }) => cycles));
  const watchedMs = Math.max(0, ...replicates.map(({ elapsedMs }) => elapsedMs));
  return [
    ...preflight
      .filter(({ outcome }) => outcome === 'warn')
      .map(({ finding, title }) => `${title}: ${finding}`),
    ...remarks,
    ...(longest < horizon
      ? [`watched for ${countText(longest, 'cycles')}: nothing is said before ${numberText(horizon)}`]
      : []),
    ...(watchedMs < SHORT_WATCH_MS
      ? [`watched for ${numberText(watchedMs / 1000)} s: a start, or a cache that fills, may take longer`]
      : []),
    ...cycleWarnings(plan, attached, replicates),
  ];
}

function cycleWarnings(plan: Plan, { cycles }: Attachment, replicates: readonly ReplicateFacts[]): string[] {
  if (cycles.by === 'time') {
    return [
      `cycles are counted by time, one per ${cycleUnitOf(plan)}: growth with more work looks the same as growth by time`,
    ];
  }
  const silent = replicates.filter((each) => each.cycles === 0).map(({ replicate }) => replicate);
  return silent.length === 0
    ? []
    : [`no line of the log of ${listText(silent)} matched: nothing was counted`];
}
