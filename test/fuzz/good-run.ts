import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RUN_FILES } from '../../harness/execute/run-folder.ts';
import { writeRun } from '../support/run-on-disk.ts';

/** Small, so that many of its like can be judged. */
const SHAPE = {
  curves: {
    off: {
      heapBytes: () => (cycle: number) => 1_000_000 + 4096 * cycle,
      heaps: () => (cycle: number) => 5 + cycle,
    },
    on: { heapBytes: () => () => 1_000_000, heaps: () => () => 5 },
  },
  cycles: 100,
} as const;

/** A run folder, written in place, and what is in its files. */
export function goodRun(folder: string): {
  readonly plan: unknown;
  readonly events: readonly unknown[];
  readonly samples: readonly unknown[];
} {
  const plan = writeRun(folder, SHAPE, { isFinished: true });
  const rows = (name: string): readonly unknown[] =>
    readFileSync(join(folder, name), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line));
  return { plan, events: rows(RUN_FILES.events), samples: rows(RUN_FILES.samples) };
}

/** Rows as text; what is no list is a row of its own. */
export function rowsOf(rows: unknown): string {
  const all: readonly unknown[] = Array.isArray(rows) ? rows : [rows];
  return all.map((row) => `${JSON.stringify(row)}\n`).join('');
}
