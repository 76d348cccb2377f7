import { armGrowthOf, NO_GROWTH } from '../../harness/analyse/arm-growth.ts';
import { judge } from '../../harness/analyse/judge.ts';
import { type Rules, rulesFor } from '../../harness/analyse/rules.ts';
import { DEFAULT_MARGINS } from '../../harness/plan/margins.ts';
import { type Family, tracesOf } from './family.ts';
import { ALL_FAMILIES } from './more-families.ts';

/**
 * How often a process that is watched from outside is convicted, family by family: the figures of docs/attach.md.
 *
 *     node dist/test/verdict-bench/attached.js [RUNS [PROCESSES]]
 */
const [runs = 50, processes = 1] = process.argv.slice(2).map(Number);

/** Seconds: ten minutes, half an hour, two hours. */
const LENGTHS = [600, 2048, 7200];
const PAGE = 4096;
const SEED = 7;

const WATCHED = { replicate: 'pid-1', pid: 1, name: 'app', executable: null, startedAt: null, bitness: null };
const RULES = rulesFor('privateBytes', {
  margin: DEFAULT_MARGINS,
  confidence: 0.95,
  length: { by: 'duration', durationMs: 1e9 },
  horizonCycles: 500,
  attached: {
    processes: [WATCHED],
    cycles: { by: 'time', everyMs: 1000 },
    ...{ intervalMs: 1000, warmUpMs: 0, durationMs: null, maxCycles: null },
  },
});

interface Tally {
  readonly leak: number;
  /** Runs whose interval held the rate that was true at the end. */
  readonly held: number;
}

function tally(family: Family, cycles: number, rules: Rules): Tally {
  let [leak, held] = [0, 0];
  for (let run = 0; run < runs; run += 1) {
    const extent = { count: processes, cycles, horizonCycles: cycles };
    const series = tracesOf(family, { seed: SEED, run }, extent).map((trace, index) => ({
      ...{ replicate: `pid-${index}`, arm: 'off' as const },
      cycles: Float64Array.from(trace, (_, cycle) => cycle),
      values: Float64Array.from(trace, (value) => Math.round(value / PAGE) * PAGE),
    }));
    const facts = series.map(({ arm, replicate }) => ({
      ...{ replicate, arm, cycles, failedCycles: 0, elapsedMs: 1, walksOverBudget: 0 },
      ending: { kind: 'finished' as const },
    }));
    const growth = armGrowthOf(series, facts, 1, undefined, { seeksPeriod: true, byStretches: true });
    const { finding, rate } = judge(growth, NO_GROWTH, rules);
    const truth = family.rateAt(cycles);
    if (finding.verdict === 'leak') leak += 1;
    if (rate.low <= truth && truth <= rate.high) held += 1;
  }
  return { leak, held };
}

for (const family of ALL_FAMILIES) {
  const cells = LENGTHS.map((cycles) => {
    const { held, leak } = tally(family, cycles, RULES);
    return `${cycles} s: leak ${leak}, held ${held}`;
  });
  process.stdout.write(`${family.id} ${family.name} (${family.kind}), of ${runs}: ${cells.join('; ')}\n`);
}
