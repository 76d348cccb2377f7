import { type ArmGrowth, armGrowthOf, NO_GROWTH } from '../../harness/analyse/arm-growth.ts';
import { judge } from '../../harness/analyse/judge.ts';
import { boundsOver, measureOver } from '../../harness/analyse/rate.ts';
import { type Rules, rulesFor } from '../../harness/analyse/rules.ts';
import type { ReplicateFacts } from '../../harness/analyse/series.ts';
import type { Series } from '../../harness/contract/series.ts';
import type { Detector, DetectorOptions, Outcome, PairOutcome, Trace } from './detector.ts';

/** The project's own analysis, judging busy heap bytes at the last look alone. */
export const projectDetector: Detector = { name: 'mapileak', one, pair };

function one(traces: readonly Trace[], options: DetectorOptions): Outcome {
  const rules = rulesOf(options);
  const look = lastLook(options);
  const { finding, rate } = judge(growthAt(look, traces, options), NO_GROWTH, rules);
  const { estimate, low, high } = rate;
  return { verdict: finding.verdict, cycles: look * traces.length, estimate, low, high };
}

function pair(off: readonly Trace[], on: readonly Trace[], options: DetectorOptions): PairOutcome {
  const rules = rulesOf(options);
  const look = lastLook(options);
  const more = growthAt(look, off, options).settled;
  const less = growthAt(look, on, options).settled;
  const { estimate } = measureOver(more, less, rules).rate;
  const { low, high } = boundsOver(more, less, rules.oneSided, rules);
  const logons = look * (off.length + on.length);
  return { effect: effectOf(low, high, rules.margin), logons, estimate, low, high };
}

function effectOf(low: number, high: number, margin: number): PairOutcome['effect'] {
  if (low > 0 && high >= margin) return 'effect';
  if (high < 0 && low <= -margin) return 'worse';
  return low > -margin && high < margin ? 'no-effect' : 'open';
}

const lastLook = ({ looks }: DetectorOptions): number => looks.at(-1) ?? 0;

const rulesOf = ({ marginBytesPerCycle }: DetectorOptions): Rules =>
  rulesFor('heapBytes', {
    margin: { bytesPerCycle: marginBytesPerCycle, countPerCycle: 0.01, of: {} },
    confidence: 0.95,
  });

function growthAt(look: number, traces: readonly Trace[], { sampleCycles }: DetectorOptions): ArmGrowth {
  const cycles = Float64Array.from(sampleCycles.filter((cycle) => cycle <= look));
  const series = traces.map((trace, index): Series => {
    const values = cycles.map((cycle) => trace[cycle] ?? Number.NaN);
    return { replicate: `off-${index + 1}`, arm: 'off', cycles, values };
  });
  const facts = series.map(
    ({ replicate, arm }): ReplicateFacts => ({
      replicate,
      arm,
      cycles: look,
      failedCycles: 0,
      elapsedMs: 0,
      walksOverBudget: 0,
      ending: { kind: 'finished' },
    }),
  );
  return armGrowthOf(series, facts, 1);
}
