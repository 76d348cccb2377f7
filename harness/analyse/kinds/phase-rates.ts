import type { ResourceName } from '../../contract/resources.ts';
import type { Phase } from '../../contract/sample.ts';
import { leastSquaresSlope } from '../statistics/least-squares.ts';
import { type TimedPoints, timedBetween } from '../statistics/points.ts';
import { hasTwoPasses, windowsOf } from '../window.ts';
import type { ExplainedReplicate } from './explained.ts';

/** How one resource of one replicate grew over one stretch of its samples. */
export interface Rise {
  /** Of the resource, in its unit. */
  readonly perCycle: number;
  /** Time that went by, including what other processes took of it. */
  readonly minutesPerCycle: number;
  readonly spanCycles: number;
}

/**
 * The stretches of one replicate in which only one cause of growth changes; null where it was not sampled.
 */
export interface PhaseRises {
  /** The second half of the first pass over the mailboxes: each of them is new. */
  readonly newMailboxes: Rise | null;
  /** The last half of the sweep, after its first pass: another mailbox each time, none of them new. */
  readonly knownMailboxes: Rise | null;
  /** The last half of the sweep, whether its mailboxes are new or not. */
  readonly anyMailboxes: Rise | null;
  /** The same mailbox again and again. */
  readonly sameMailbox: Rise | null;
  readonly idle: { readonly perMinute: number; readonly minutes: number } | null;
  /** What the sweep was made of. */
  readonly sweep: { readonly cycles: number; readonly minutes: number };
}

/** Above this share of failed logons the same mailbox was not logged on to again and again, but refused. */
const MOST_FAILED = 0.1;
const MS_PER_MINUTE = 60_000;

/**
 * @param cyclesPerPass cycles until every mailbox was visited once; 1 if there is but one
 */
export function phaseRisesOf(
  replicate: ExplainedReplicate,
  resource: ResourceName,
  cyclesPerPass: number,
): PhaseRises {
  const sweep = pointsOf(replicate, resource, 'sweep');
  const lastCycle = replicate.phases.sweep.cycles;
  const { late } = windowsOf(lastCycle, cyclesPerPass);
  const lateRise = riseOf(timedBetween(sweep, late.fromCycle, late.toCycle));
  const isOne = cyclesPerPass === 1;
  const isRepeated = hasTwoPasses(lastCycle, cyclesPerPass) && !isOne;
  const halfPass = Math.floor(cyclesPerPass / 2);
  return {
    newMailboxes: isRepeated ? wholeRiseOf(timedBetween(sweep, halfPass, cyclesPerPass)) : null,
    knownMailboxes: isRepeated ? lateRise : null,
    anyMailboxes: isOne ? null : lateRise,
    sameMailbox: isOne ? lateRise : hammerRise(replicate, resource),
    idle: idleRise(pointsOf(replicate, resource, 'idle')),
    sweep: { cycles: lastCycle, minutes: minutesOf(sweep) },
  };
}

/** The samples of a phase, up to where the process ran out, if it did: then nobody was logged on any more. */
export function pointsOf(
  { phases, exhausted }: ExplainedReplicate,
  resource: ResourceName,
  phase: Phase,
): TimedPoints {
  const points = phases[phase].points.get(resource) ?? NOTHING;
  return exhausted === null ? points : timedBetween(points, 0, exhausted.cycle);
}

const NOTHING: TimedPoints = {
  x: new Float64Array(0),
  y: new Float64Array(0),
  elapsedMs: new Float64Array(0),
};

function hammerRise(replicate: ExplainedReplicate, resource: ResourceName): Rise | null {
  const { cycles, failedCycles } = replicate.phases.hammer;
  return failedCycles > MOST_FAILED * cycles ? null : riseOf(pointsOf(replicate, resource, 'hammer'));
}

function riseOf({ x, y, elapsedMs }: TimedPoints): Rise | null {
  const spanCycles = (x.at(-1) ?? 0) - (x[0] ?? 0);
  if (spanCycles <= 0) return null;
  return {
    perCycle: leastSquaresSlope({ x, y }),
    minutesPerCycle: leastSquaresSlope({ x, y: elapsedMs }) / MS_PER_MINUTE,
    spanCycles,
  };
}

/** From end to end: growth that stops halfway has no line, but a mean. */
function wholeRiseOf(points: TimedPoints): Rise | null {
  const { x, y } = points;
  const spanCycles = (x.at(-1) ?? 0) - (x[0] ?? 0);
  if (spanCycles <= 0) return null;
  return {
    perCycle: ((y.at(-1) ?? 0) - (y[0] ?? 0)) / spanCycles,
    minutesPerCycle: minutesOf(points) / spanCycles,
    spanCycles,
  };
}

function idleRise(points: TimedPoints): PhaseRises['idle'] {
  const minutes = minutesOf(points);
  if (minutes <= 0) return null;
  return { perMinute: ((points.y.at(-1) ?? 0) - (points.y[0] ?? 0)) / minutes, minutes };
}

const minutesOf = ({ elapsedMs }: TimedPoints): number =>
  ((elapsedMs.at(-1) ?? 0) - (elapsedMs[0] ?? 0)) / MS_PER_MINUTE;
