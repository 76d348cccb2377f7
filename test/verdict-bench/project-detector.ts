import { type ArmGrowth, armGrowthOf, NO_GROWTH } from '../../harness/analyse/arm-growth.ts';
import { differenceVerdict } from '../../harness/analyse/difference.ts';
import { judge } from '../../harness/analyse/judge.ts';
import { boundsOver, measureOver } from '../../harness/analyse/rate.ts';
import { looksOf, type RulesPlan, rulesFor } from '../../harness/analyse/rules.ts';
import type { ReplicateFacts } from '../../harness/analyse/series.ts';
import type { Series } from '../../harness/contract/series.ts';
import type { Detector, DetectorOptions, Outcome, PairOutcome, Trace } from './detector.ts';

/** Mailboxes in a pass, as `compare` has them. */
const CYCLES_PER_PASS = 200;

/** The project's own analysis, judging busy heap bytes at each look as a run does that ends when it is settled. */
export const projectDetector: Detector = { name: 'mapileak', one, pair };

function one(traces: readonly Trace[], options: DetectorOptions): Outcome {
  const plan = planOf(options);
  const rules = rulesFor('heapBytes', plan);
  for (const look of looksAt(options, looksOf(plan, 'arm'))) {
    const { finding, rate } = judge(growthAt(look, traces, options), NO_GROWTH, rules);
    if (finding.verdict === 'inconclusive' && look !== lastLook(options)) continue;
    const { estimate, low, high } = rate;
    return { verdict: finding.verdict, cycles: look * traces.length, estimate, low, high };
  }
  throw new Error('a run has a last look');
}

function pair(off: readonly Trace[], on: readonly Trace[], options: DetectorOptions): PairOutcome {
  const plan = planOf(options);
  const rules = rulesFor('heapBytes', plan, 'difference');
  for (const look of looksAt(options, looksOf(plan, 'difference'))) {
    const [more, less] = [growthAt(look, off, options), growthAt(look, on, options)];
    const effect = effectOf(more, less, rules);
    if (effect === 'open' && look !== lastLook(options)) continue;
    const { estimate } = measureOver(more.settled, less.settled, rules).rate;
    const { low, high } = boundsOver(more.settled, less.settled, rules.oneSided, rules);
    return { effect, logons: look * (off.length + on.length), estimate, low, high };
  }
  throw new Error('a run has a last look');
}

function effectOf(
  more: ArmGrowth,
  less: ArmGrowth,
  rules: ReturnType<typeof rulesFor>,
): PairOutcome['effect'] {
  const there = differenceVerdict(more, less, rules);
  const back = differenceVerdict(less, more, rules);
  if (there === 'leak') return 'effect';
  if (back === 'leak') return 'worse';
  return there === 'no-leak' && back === 'no-leak' ? 'no-effect' : 'open';
}

const lastLook = ({ looks }: DetectorOptions): number => looks.at(-1) ?? 0;

/** A run of fixed length has one look, at its end. */
const looksAt = (options: DetectorOptions, looks: readonly number[]): readonly number[] =>
  looks.length === 0 ? [lastLook(options)] : looks;

/** The plan of a run with these looks: until settled if there are several, and else of fixed length. */
export function planOf(options: DetectorOptions): RulesPlan {
  const maxCycles = lastLook(options);
  return {
    margin: { bytesPerCycle: options.marginBytesPerCycle, countPerCycle: 0.01, of: {} },
    confidence: 0.95,
    length: options.looks.length > 1 ? { by: 'settled', maxCycles } : { by: 'cycles', cycles: maxCycles },
    horizonCycles: options.looks.length > 1 ? options.horizonCycles : null,
  };
}

export function growthAt(
  look: number,
  traces: readonly Trace[],
  { sampleCycles }: DetectorOptions,
): ArmGrowth {
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
  return armGrowthOf(series, facts, CYCLES_PER_PASS);
}
