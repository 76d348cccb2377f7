import { armGrowthOf, NO_GROWTH } from '../../harness/analyse/arm-growth.ts';
import { judge } from '../../harness/analyse/judge.ts';
import { reasonOf } from '../../harness/analyse/reason.ts';
import { type Rules, rulesFor } from '../../harness/analyse/rules.ts';
import { PLAN } from '../harness/analyse/make-run.ts';
import type { Footprint } from './simulate.ts';

/** What is looked at of the process. */
export const MEASURES = ['heapUsed', 'external', 'rss'] as const;
export type Measure = (typeof MEASURES)[number];

/** A byte for each sample would be 10 MB in a week: less than that is flat. */
const MARGIN_BYTES_PER_SAMPLE = 1;

/** The project's own verdict on processes that wrote and judged a soak; their cycles are the samples that they wrote. */
export function judgeFootprints(
  processes: readonly (readonly Footprint[])[],
  measure: Measure,
): { readonly verdict: string; readonly reason: string } {
  const series = processes.map((points, index) => ({
    replicate: `parent-${index + 1}`,
    arm: 'on' as const,
    cycles: Float64Array.from(points, ({ samples }) => samples),
    values: Float64Array.from(points, (point) => point[measure]),
  }));
  const facts = series.map(({ arm, cycles, replicate }) => {
    const counts = { cycles: cycles.at(-1) ?? 0, failedCycles: 0, elapsedMs: 0, walksOverBudget: 0 };
    return { replicate, arm, ...counts, ending: { kind: 'finished' as const } };
  });
  // Of one alone its stretches are all there is to compare, as of a process that is watched from outside.
  const isAlone = processes.length === 1;
  const options = { seeksPeriod: false, byStretches: isAlone };
  const growth = armGrowthOf(series, facts, 1, Number.POSITIVE_INFINITY, options);
  const rules = rulesOf(isAlone);
  const judgement = judge(growth, NO_GROWTH, rules);
  return { verdict: judgement.finding.verdict, reason: reasonOf(judgement, rules) };
}

/** The work of these processes is known, and may acquit even one that is alone. */
function rulesOf(isAlone: boolean): Rules {
  const margin = { bytesPerCycle: MARGIN_BYTES_PER_SAMPLE, countPerCycle: 1, of: {} };
  return { ...rulesFor('heapBytes', { ...PLAN, margin }), fromOutside: isAlone, cycleUnit: 'sample' };
}
