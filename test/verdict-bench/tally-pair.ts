import type { Detector, DetectorOptions, PairOutcome, Trace } from './detector.ts';
import { type Family, tracesOf } from './family.ts';
import { cyclesOf, PROCESSES } from './settings.ts';
import { holds, lowerMedianOf, type Simulations } from './tally-one.ts';

/** What a detector said of many pairs of arms. */
export interface PairTally {
  readonly sims: number;
  readonly effect: number;
  readonly worse: number;
  readonly noEffect: number;
  readonly open: number;
  /** Logons of both arms in which half of the pairs had ended. */
  readonly medianLogons: number;
  /** Mean of the estimate minus the difference that was made. */
  readonly bias: number;
  readonly covered: number;
}

/**
 * Judges pairs of arms of the same family.
 * @param addedBytesPerCycle what the arm with the flag off leaks more
 */
export function tallyPair(
  family: Family,
  addedBytesPerCycle: number,
  detector: Detector,
  options: DetectorOptions,
  { seed, sims }: Simulations,
): PairTally {
  const cycles = cyclesOf(options);
  const extent = { count: 2 * PROCESSES, cycles, horizonCycles: cycles };
  const logons = new Float64Array(sims);
  const counts: Record<PairOutcome['effect'], number> = { effect: 0, worse: 0, 'no-effect': 0, open: 0 };
  let errors = 0;
  let covered = 0;
  for (let run = 0; run < sims; run += 1) {
    const traces = tracesOf(family, { seed, run }, extent);
    const off = traces.slice(0, PROCESSES);
    for (const trace of off) addLeak(trace, addedBytesPerCycle);
    const outcome = detector.pair(off, traces.slice(PROCESSES), options);
    counts[outcome.effect] += 1;
    logons[run] = outcome.logons;
    errors += outcome.estimate - addedBytesPerCycle;
    if (holds(outcome, addedBytesPerCycle)) covered += 1;
  }
  return {
    sims,
    effect: counts.effect,
    worse: counts.worse,
    noEffect: counts['no-effect'],
    open: counts.open,
    medianLogons: lowerMedianOf(logons),
    bias: errors / sims,
    covered,
  };
}

function addLeak(trace: Trace, bytesPerCycle: number): void {
  for (let cycle = 1; cycle < trace.length; cycle += 1) {
    trace[cycle] = (trace[cycle] ?? Number.NaN) + bytesPerCycle * cycle;
  }
}
