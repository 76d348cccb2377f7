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

/** As a process that is watched from outside is judged: by its own stretches. But this one's work is known, and may acquit it. */
const RULES: Rules = {
  ...rulesFor('heapBytes', {
    ...PLAN,
    margin: { bytesPerCycle: MARGIN_BYTES_PER_SAMPLE, countPerCycle: 1, of: {} },
  }),
  fromOutside: true,
  cycleUnit: 'sample',
};

/** The project's own verdict on the process that wrote and judged a soak; its cycles are the samples that it wrote. */
export function judgeFootprints(
  points: readonly Footprint[],
  measure: Measure,
): { readonly verdict: string; readonly reason: string } {
  const last = points.at(-1)?.samples ?? 0;
  const series = {
    replicate: 'parent',
    arm: 'on' as const,
    cycles: Float64Array.from(points, ({ samples }) => samples),
    values: Float64Array.from(points, (point) => point[measure]),
  };
  const { arm, replicate } = series;
  const counts = { cycles: last, failedCycles: 0, elapsedMs: 0, walksOverBudget: 0 };
  const facts = { replicate, arm, ...counts, ending: { kind: 'finished' as const } };
  const options = { seeksPeriod: false, byStretches: true };
  const growth = armGrowthOf([series], [facts], 1, Number.POSITIVE_INFINITY, options);
  const judgement = judge(growth, NO_GROWTH, RULES);
  return { verdict: judgement.finding.verdict, reason: reasonOf(judgement, RULES) };
}
