import type { Detector, DetectorOptions, Outcome } from './detector.ts';
import { type Family, tracesOf } from './family.ts';
import { cyclesOf, PROCESSES } from './settings.ts';

/** What a detector said of many runs of one family. */
export interface OneTally {
  readonly sims: number;
  readonly leak: number;
  readonly noLeak: number;
  readonly inconclusive: number;
  /** Mean over the runs, of all processes together. */
  readonly meanCycles: number;
  /** The smallest number of cycles in which half of the runs had ended, of all processes together. */
  readonly medianCycles: number;
  /** Mean of the estimate minus the rate at the stopping look. */
  readonly bias: number;
  /** Runs whose interval at the stopping look held the rate of that look. */
  readonly covered: number;
}

export interface Simulations {
  readonly seed: number;
  readonly sims: number;
}

export function tallyOne(
  family: Family,
  detector: Detector,
  options: DetectorOptions,
  { seed, sims }: Simulations,
): OneTally {
  const cycles = cyclesOf(options);
  const extent = { count: PROCESSES, cycles, horizonCycles: cycles };
  const spent = new Float64Array(sims);
  let errors = 0;
  let covered = 0;
  const counts: Record<Outcome['verdict'], number> = { leak: 0, 'no-leak': 0, inconclusive: 0 };
  for (let run = 0; run < sims; run += 1) {
    const outcome = detector.one(tracesOf(family, { seed, run }, extent), options);
    const rate = family.rateAt(outcome.cycles / PROCESSES);
    counts[outcome.verdict] += 1;
    spent[run] = outcome.cycles;
    errors += outcome.estimate - rate;
    if (holds(outcome, rate)) covered += 1;
  }
  return {
    sims,
    leak: counts.leak,
    noLeak: counts['no-leak'],
    inconclusive: counts.inconclusive,
    meanCycles: meanOf(spent),
    medianCycles: lowerMedianOf(spent),
    bias: errors / sims,
    covered,
  };
}

/** What rounding may take from a bound of an exact rate. */
const ROUNDING = 1e-6;

export const holds = (
  { low, high }: { readonly low: number; readonly high: number },
  rate: number,
): boolean => low - ROUNDING <= rate && rate <= high + ROUNDING;

export function meanOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

export const lowerMedianOf = (values: Float64Array): number =>
  Float64Array.from(values).sort()[(values.length - 1) >> 1] ?? Number.NaN;
