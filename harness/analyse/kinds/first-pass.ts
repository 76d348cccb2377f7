import type { ResourceName } from '../../contract/resources.ts';
import { timedBetween } from '../statistics/points.ts';
import type { ExplainedReplicate } from './explained.ts';
import { pointsOf } from './phase-rates.ts';

/** What new mailboxes, and the start, added in the first pass over the mailboxes. */
export interface FirstPass {
  /** All that was added, in the unit of the resource. */
  readonly added: number;
  /** After how many mailboxes nothing was added any more; the whole pass if it never stopped. */
  readonly stoppedAfter: number;
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

/** @returns null if the pass was hardly sampled */
export function firstPassOf(
  replicate: ExplainedReplicate,
  resource: ResourceName,
  cyclesPerPass: number,
  { perCycle, perMinute, grain }: Background,
): FirstPass | null {
  const { x, y, elapsedMs } = timedBetween(pointsOf(replicate, resource, 'sweep'), 0, cyclesPerPass);
  const added = y.map(
    (value, i) => value - perCycle * (x[i] ?? 0) - (perMinute * (elapsedMs[i] ?? 0)) / 60_000,
  );
  const end = added.at(-1);
  if (end === undefined || x.length < FEWEST_SAMPLES) return null;
  const all = end - (added[0] ?? end);
  const tolerance = Math.max(REST * Math.abs(all), grain);
  const lastAway = added.findLastIndex((value) => Math.abs(end - value) > tolerance);
  return { added: all, stoppedAfter: x[lastAway + 1] ?? cyclesPerPass };
}
