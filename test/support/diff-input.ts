import { analyse } from '../../harness/analyse/analyse.ts';
import { type ComparedRun, compareRuns } from '../../harness/analyse/between-runs/compare-runs.ts';
import { historyEntryOf } from '../../harness/contract/history-entry.ts';
import type { DiffReportInput } from '../../reports/diff-input.ts';
import { ENVIRONMENT, makeRun, type RunShape } from '../harness/analyse/make-run.ts';

/** Bytes per logon with the flag off and on, and whatever else is to be another. */
export interface DiffRun {
  readonly off: number;
  readonly on: number;
  readonly change?: Partial<RunShape>;
}

const at = '2026-01-02T03:04:05.000Z';
const TIMES = {
  ...({ state: 'finished', outcome: 'complete' } as const),
  ...{ startedAt: at, finishedAt: at, lastEventAt: at, durationMs: 60_000 },
};

/** A run of exact growth, judged. */
export function comparedRun(name: string, { change, off, on }: DiffRun): ComparedRun {
  const grows = (slope: number) => () => (cycle: number) => 1e6 + slope * cycle;
  const curves = {
    off: { heapBytes: grows(off), heaps: grows(1), privateBytes: grows(2 * off) },
    on: { heapBytes: grows(on), heaps: grows(0), privateBytes: grows(2 * on) },
  };
  const run = makeRun({ curves, ...change });
  const environment = { ...ENVIRONMENT, ...change?.environment };
  const result = analyse(run);
  const { plan } = run;
  const entry = historyEntryOf({ run: name, times: TIMES, problem: null, plan, environment, result });
  return { ...run, environment, result, entry };
}

/** Two runs, compared, as reports get them. */
export function diffInputOf(a: ComparedRun, b: ComparedRun): DiffReportInput {
  const side = ({ collected, plan, result }: ComparedRun) => ({
    plan,
    result,
    series: collected?.series ?? new Map(),
  });
  return { diff: compareRuns(a, b), a: side(a), b: side(b) };
}
