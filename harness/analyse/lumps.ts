import type { ArmGrowth } from './arm-growth.ts';
import type { Rules } from './rules.ts';
import type { Points } from './statistics/points.ts';
import { mean, median, sum } from './statistics/summary.ts';

/** Jumps that no fall has taken back, in all replicates of an arm. */
export interface Lumps {
  readonly count: number;
  /** Of one jump, in the unit of the resource. */
  readonly meanSize: number;
  /** Cycles in which they were looked for, of all replicates together. */
  readonly cyclesWatched: number;
  /** Of `count`, those in the window of the rate. */
  readonly settledCount: number;
  /** Whether there are too few of them to be anything but single events: no line can be drawn through those. */
  readonly areFew: boolean;
  /** Whether they come as a leak in rare lumps would: often enough, in nearly all processes, up to the end. */
  readonly isLeak: boolean;
}

/** Less than this is no jump. */
const SMALLEST = { bytes: 1024, count: 1 } as const;
/** Where more of the steps jump than this, it is no lump that is rare, but growth. */
const MOST_STEPS = 0.4;
/** A jump stands out from what the level does otherwise by so many of its standard deviations. */
const STANDS_OUT = 8;
/** Falls may take back at most this share of the jumps. */
const TAKEN_BACK = 0.05;
const FEWEST_JUMPS = 10;
const FEW_EACH = 8;
/** Start-up comes in lumps, too, and takes its time: so long must the replicates have been watched, all together. */
const FEWEST_CYCLES = 12_000;
/** So many jumps, in so many of the replicates. */
const FEWEST_EACH = 2;
const MOST_REPLICATES = 0.75;
/** Jumps that keep away from the second half with less than this chance have ended. */
const ENDED = 0.02;
/** Records come as late as this, or later, in one of ten series of them. */
const LATER_THAN_RECORDS = 1.2816;

interface Jump {
  readonly replicate: number;
  readonly cycle: number;
  readonly size: number;
}

/**
 * What comes in rare lumps makes no even growth, and a line through it no sense. Here every jump is an event: counted,
 * its rate known by the Poisson distribution. Null where the level moves otherwise, too.
 */
export function lumpsOf({ traces, settled }: ArmGrowth, { info }: Rules): Lumps | null {
  const jumps: Jump[] = [];
  let falls = 0;
  let creep = 0;
  let all = 0;
  for (const [replicate, trace] of traces.entries()) {
    const steps = stepsOf(trace);
    all += steps.length;
    const least = Math.max(SMALLEST[info.unit], STANDS_OUT * scatterOf(steps));
    for (const [i, size] of steps.entries()) {
      if (size >= least) jumps.push({ replicate, cycle: trace.x[i + 1] ?? Number.NaN, size });
      else if (size <= -least) falls -= size;
      else creep += size;
    }
  }
  const risen = sum(jumps.map(({ size }) => size));
  if (jumps.length === 0 || jumps.length > MOST_STEPS * all) return null;
  if (falls > TAKEN_BACK * risen || Math.abs(creep) > TAKEN_BACK * risen) return null;
  const cyclesWatched = sum(traces.map(({ x }) => (x.at(-1) ?? 0) - (x[0] ?? 0)));
  return {
    count: jumps.length,
    meanSize: risen / jumps.length,
    cyclesWatched,
    settledCount: jumps.filter(({ cycle, replicate }) => cycle > (settled[replicate]?.window.fromCycle ?? 0))
      .length,
    areFew: jumps.length <= FEW_EACH * traces.length,
    isLeak: cyclesWatched >= FEWEST_CYCLES && isLeak(jumps, traces),
  };
}

function isLeak(jumps: readonly Jump[], traces: readonly Points[]): boolean {
  const events = eventsOf(jumps, traces.length);
  if (events.length < FEWEST_JUMPS) return false;
  const busy = traces.filter(
    (_, i) => jumps.filter(({ replicate }) => replicate === i).length >= FEWEST_EACH,
  );
  if (busy.length < MOST_REPLICATES * traces.length) return false;
  const first = Math.min(...traces.map(({ x }) => x[0] ?? 0));
  const last = Math.max(...traces.map(({ x }) => x.at(-1) ?? 0));
  if (thinOutAsRecords(events, first, last)) return false;
  // Over the last half and the last third: what was only a long start has ended by then.
  return [1 / 2, 1 / 3].every((share) => {
    const late = jumps.filter(({ cycle }) => cycle > last - (last - first) * share).length;
    return chanceOfSoFew(late, jumps.length, share) > ENDED;
  });
}

/** The cycles of the jumps. Those of all processes in the same cycles have one cause, and count once. */
function eventsOf(jumps: readonly Jump[], replicates: number): readonly number[] {
  const cycles = new Map<number, number>();
  for (const { cycle } of jumps) cycles.set(cycle, (cycles.get(cycle) ?? 0) + 1);
  const shared = [...cycles.values()].filter((count) => count >= Math.max(2, MOST_REPLICATES * replicates));
  return 2 * sum(shared) > jumps.length ? [...cycles.keys()] : jumps.map(({ cycle }) => cycle);
}

/**
 * Whether jumps may be records: the level is the most that something which does not grow ever needed. The n-th of
 * independent values is the highest yet with chance 1/n (Renyi 1962), so the logarithms of the cycles of records are
 * spread evenly. Those of a leak, whose jumps come as often late as early, lie higher.
 */
function thinOutAsRecords(cycles: readonly number[], first: number, last: number): boolean {
  const width = Math.log(last / first);
  const shares = cycles.map((cycle) => Math.log(cycle / first) / width);
  return (mean(shares) - 0.5) * Math.sqrt(12 * cycles.length) < LATER_THAN_RECORDS;
}

/** P(X <= count) of the binomial distribution; in logarithms, as its first terms may be too small for a number. */
function chanceOfSoFew(count: number, of: number, probability: number): number {
  let term = of * Math.log1p(-probability);
  let total = 0;
  for (let k = 0; k <= count; k += 1) {
    total += Math.exp(term);
    term += Math.log(((of - k) / (k + 1)) * (probability / (1 - probability)));
  }
  return total;
}

const stepsOf = ({ y }: Points): number[] =>
  Array.from(y.subarray(1), (value, i) => value - (y[i] ?? Number.NaN));

/** The standard deviation of what is not a jump: by the median, which jumps do not move (1.4826 MAD). */
function scatterOf(steps: readonly number[]): number {
  const middle = median(steps);
  return 1.4826 * median(steps.map((step) => Math.abs(step - middle)));
}

/** What the lumps come to per cycle, on average. */
export const lumpRate = ({ count, meanSize, cyclesWatched }: Lumps): number =>
  (count * meanSize) / cyclesWatched;
