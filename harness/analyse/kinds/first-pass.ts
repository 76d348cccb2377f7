import type { ResourceName } from '../../contract/resources.ts';
import type { ExplainedReplicate } from './explained.ts';
import { pointsOf } from './phase-rates.ts';

/** What new mailboxes, and the start, added in the first pass over the mailboxes. */
export interface FirstPass {
  /** All that was added, in the unit of the resource. */
  readonly added: number;
  /** The mailboxes after which more was still to come, by the last sample that shows it. */
  readonly grewUntil: number;
  /**
   * The mailboxes after which nothing came any more, by the first sample that shows it; no more than a whole
   * pass.
   */
  readonly stoppedBy: number;
}

/** What comes later than this share of the whole is a rest that samples between two mailboxes may leave. */
const REST = 0.025;
const FEWEST_SAMPLES = 3;

/** What every sample of the pass holds anyway, and how fine the resource is. */
export interface Background {
  /** What every cycle adds, whoever logs on. */
  readonly perCycle: number;
  /** What time alone adds. */
  readonly perMinute: number;
  /** The smallest step of the resource. */
  readonly grain: number;
}

/** @returns null if the pass was hardly sampled, or nothing after it */
export function firstPassOf(
  replicate: ExplainedReplicate,
  resource: ResourceName,
  cyclesPerPass: number,
  { perCycle, perMinute, grain }: Background,
): FirstPass | null {
  const sweep = pointsOf(replicate, resource, 'sweep');
  // The first sample after the last new mailbox: walks need not fall on the end of the pass.
  const end = sweep.x.findIndex((cycle) => cycle >= cyclesPerPass);
  if (end + 1 < FEWEST_SAMPLES) return null;
  const x = sweep.x.subarray(0, end + 1);
  const added = x.map(
    (cycle, i) => (sweep.y[i] ?? 0) - perCycle * cycle - (perMinute * (sweep.elapsedMs[i] ?? 0)) / 60_000,
  );
  const whole = (added[end] ?? 0) - (added[0] ?? 0);
  const tolerance = Math.max(REST * Math.abs(whole), grain);
  const last = added.findLastIndex((value) => Math.abs((added[end] ?? 0) - value) > tolerance);
  return {
    added: whole,
    grewUntil: x[last] ?? 0,
    stoppedBy: Math.min(x[last + 1] ?? cyclesPerPass, cyclesPerPass),
  };
}
