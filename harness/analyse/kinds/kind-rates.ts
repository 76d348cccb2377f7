import type { ResourceName } from '../../contract/resources.ts';
import type { Rate } from '../../contract/result.ts';
import type { Rules } from '../rules.ts';
import { boundsOf, estimateOver } from '../statistics/estimate.ts';
import { mean } from '../statistics/summary.ts';
import type { ExplainedReplicate } from './explained.ts';
import { type FirstPass, firstPassOf } from './first-pass.ts';
import { type PhaseRises, phaseRisesOf, type Rise } from './phase-rates.ts';

/** The growth of one resource of one arm by its causes; null where it was not measured in two replicates. */
export interface KindRates {
  readonly perLogon: Rate | null;
  readonly perSwitch: Rate | null;
  readonly perMailbox: Rate | null;
  readonly perMinute: Rate | null;
  /** What another mailbox adds to a logon, where new and known ones were not told apart. */
  readonly perOtherMailbox: Rate | null;
  /**
   * Whether what was added in the rest went on at the same pace while cycles ran, and is taken off the other
   * rates.
   */
  readonly isSteadyInTime: boolean;
  readonly firstPass: FirstPass | null;
  /** What the mean sweep was made of. */
  readonly sweep: Sweep;
}

export interface Sweep {
  readonly cycles: number;
  readonly minutes: number;
  /** Distinct ones. */
  readonly mailboxes: number;
}

/** A value of one replicate, and the smallest error that it can have. */
interface Value {
  readonly value: number;
  readonly floor: number;
}

interface Measured extends PhaseRises {
  readonly replicate: ExplainedReplicate;
}

export interface KindOptions {
  readonly cyclesPerPass: number;
  readonly rules: Rules;
  /** What the instrument adds per cycle. */
  readonly controlPerCycle: number;
}

/** @param replicates of one arm */
export function kindRatesOf(
  replicates: readonly ExplainedReplicate[],
  resource: ResourceName,
  { cyclesPerPass, rules, controlPerCycle }: KindOptions,
): KindRates {
  const all = replicates.map(
    (replicate): Measured => ({ replicate, ...phaseRisesOf(replicate, resource, cyclesPerPass) }),
  );
  const { grain } = rules.info;
  const over = (measureOf: (each: Measured) => Value | null): Rate | null => rateOver(all, measureOf, rules);
  const net = (phase: CyclePhase, timed: boolean, instrument: number) => (each: Measured) =>
    netOf(each, phase, { timed, instrument, grain });

  const perMinute = over(({ idle }) =>
    idle === null ? null : { value: idle.perMinute, floor: floorOf(grain, idle.minutes) },
  );
  // What time alone adds is added while cycles run, too: if less came then, the rest was not like other
  // times.
  const isSteadyInTime =
    perMinute !== null &&
    perMinute.low > 0 &&
    LATE_PHASES.every((phase) => (over(net(phase, true, 0))?.high ?? 0) >= 0);

  const rise = (phase: CyclePhase) => net(phase, isSteadyInTime, controlPerCycle);
  const beyond = (phase: CyclePhase, base: CyclePhase) => (each: Measured) =>
    minus(rise(phase)(each), rise(base)(each));
  const perMailbox = over(beyond('newMailboxes', 'knownMailboxes'));
  return {
    perLogon: over(rise('sameMailbox')),
    perSwitch: over(beyond('knownMailboxes', 'sameMailbox')),
    perMailbox,
    perMinute,
    perOtherMailbox: over(beyond('anyMailboxes', 'sameMailbox')),
    isSteadyInTime,
    firstPass:
      perMailbox === null ? null : meanFirstPass(all, resource, cyclesPerPass, isSteadyInTime, grain),
    sweep: meanSweep(all, cyclesPerPass),
  };
}

type CyclePhase = 'newMailboxes' | 'knownMailboxes' | 'anyMailboxes' | 'sameMailbox';
/** Those in which no start-up gives anything back any more. */
const LATE_PHASES = ['anyMailboxes', 'sameMailbox'] as const satisfies readonly CyclePhase[];

function meanSweep(all: readonly Measured[], cyclesPerPass: number): Sweep {
  const cycles = mean(all.map(({ sweep }) => sweep.cycles));
  const minutes = mean(all.map(({ sweep }) => sweep.minutes));
  return { cycles, minutes, mailboxes: Math.min(cycles, cyclesPerPass) };
}

function netOf(
  each: Measured,
  phase: CyclePhase,
  { timed, instrument, grain }: { timed: boolean; instrument: number; grain: number },
): Value | null {
  const rise: Rise | null = each[phase];
  if (rise === null) return null;
  const floor = floorOf(grain, rise.spanCycles);
  if (!timed) return { value: rise.perCycle - instrument, floor };
  if (each.idle === null) return null;
  const { perMinute, minutes } = each.idle;
  return {
    value: rise.perCycle - instrument - perMinute * rise.minutesPerCycle,
    floor: Math.hypot(floor, floorOf(grain, minutes) * rise.minutesPerCycle),
  };
}

const minus = (a: Value | null, b: Value | null): Value | null =>
  a === null || b === null ? null : { value: a.value - b.value, floor: Math.hypot(a.floor, b.floor) };

/** The standard error that steps of a size leave in a rise over a span. */
const floorOf = (grain: number, span: number): number => grain / (span * Math.sqrt(12));

/** A lone replicate has no spread between processes, and so no interval. */
function rateOver(
  all: readonly Measured[],
  measureOf: (each: Measured) => Value | null,
  { confidence, oneSided }: Rules,
): Rate | null {
  const values = all.flatMap((each) => measureOf(each) ?? []);
  if (values.length < 2) return null;
  const estimate = estimateOver(
    values.map(({ value }) => value),
    values.map(({ floor }) => floor),
  );
  return { estimate: estimate.mean, ...boundsOf(estimate, oneSided), confidence };
}

function meanFirstPass(
  all: readonly Measured[],
  resource: ResourceName,
  cyclesPerPass: number,
  isSteadyInTime: boolean,
  grain: number,
): FirstPass | null {
  const passes = all.flatMap(({ replicate, knownMailboxes, idle }) => {
    if (knownMailboxes === null) return [];
    const perMinute = isSteadyInTime ? (idle?.perMinute ?? 0) : 0;
    const perCycle = knownMailboxes.perCycle - perMinute * knownMailboxes.minutesPerCycle;
    return firstPassOf(replicate, resource, cyclesPerPass, { perCycle, perMinute, grain }) ?? [];
  });
  if (passes.length === 0) return null;
  return {
    added: mean(passes.map(({ added }) => added)),
    grewUntil: Math.round(mean(passes.map(({ grewUntil }) => grewUntil))),
    stoppedBy: Math.round(mean(passes.map(({ stoppedBy }) => stoppedBy))),
  };
}
