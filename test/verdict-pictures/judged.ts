import { NO_GROWTH } from '../../harness/analyse/arm-growth.ts';
import { type Judgement, judge } from '../../harness/analyse/judge.ts';
import { looksOf, type Question, type Rules, rulesFor } from '../../harness/analyse/rules.ts';
import type { Trace } from '../verdict-bench/detector.ts';
import { type Family, tracesOf } from '../verdict-bench/family.ts';
import { growthAt, planOf } from '../verdict-bench/project-detector.ts';
import { MAX_CYCLES, PLANS, PROCESSES } from '../verdict-bench/settings.ts';

export const OPTIONS = PLANS['until-settled'];
export const PLAN = planOf(OPTIONS);
export const rulesOf = (question: Question): Rules => rulesFor('heapBytes', PLAN, question);

/** What was found at one look. */
export interface Look {
  readonly cycles: number;
  readonly judgement: Judgement;
}

/** One run of a family, judged as `compare` would: look by look, until it is settled. */
export interface JudgedRun {
  /** Busy bytes of each process, up to the cycle at which the run stopped. */
  readonly traces: readonly Trace[];
  readonly looks: readonly Look[];
}

export function runOf(family: Family, seed: number, question: 'arm' | 'instrument' = 'arm'): JudgedRun {
  const traces = allTracesOf(family, seed);
  const looks: Look[] = [];
  for (const cycles of looksOf(PLAN, question)) {
    const judgement = judge(growthAt(cycles, traces, OPTIONS), NO_GROWTH, rulesOf(question));
    looks.push({ cycles, judgement });
    if (judgement.finding.verdict !== 'inconclusive') break;
  }
  const { cycles } = lastOf(looks);
  return { traces: traces.map((trace) => trace.subarray(0, cycles + 1)), looks };
}

export function allTracesOf(family: Family, seed: number): readonly Trace[] {
  const extent = { count: PROCESSES, cycles: MAX_CYCLES, horizonCycles: MAX_CYCLES };
  return tracesOf(family, { seed, run: 0 }, extent);
}

/** Every run has a look, since its last cycle is one. */
export function lastOf(looks: readonly Look[]): Look {
  const last = looks.at(-1);
  if (last === undefined) throw new Error('a run has a last look');
  return last;
}
