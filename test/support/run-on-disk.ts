import { readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plan } from '../../harness/contract/plan.ts';
import type { Result } from '../../harness/contract/result.ts';
import { RUN_FILES, RunFolder } from '../../harness/execute/run-folder.ts';
import { planOf, type RunShape, tellRun } from '../harness/analyse/make-run.ts';
import { makeEnvironment } from '../reports/fixtures.ts';

/** Four replicates each of an arm that leaks and one that does not, over 100 cycles. */
export const SMALL_SHAPE: RunShape = {
  curves: {
    off: { heapBytes: () => (cycle) => 1_000_000 + 4096 * cycle, heaps: () => (cycle) => 5 + cycle },
    on: { heapBytes: () => () => 1_000_000, heaps: () => () => 5 },
  },
  cycles: 100,
};

/** What a run on the disk has besides its rows. */
export interface OnDisk {
  readonly pid?: number;
  readonly result?: Result;
  readonly report?: string;
  /** The rows were written so long ago. */
  readonly agoMs?: number;
  readonly isFinished?: boolean;
}

/** Writes a run folder as a run does, row by row. */
export function writeRun(path: string, shape: RunShape = SMALL_SHAPE, on: OnDisk = {}): Plan {
  const plan = planOf(shape);
  const folder = RunFolder.create(path);
  folder.writePlan(plan);
  folder.writeEnvironment(makeEnvironment());
  folder.addEvent({ event: 'run-started', ...(on.pid === undefined ? {} : { pid: on.pid }) });
  tellRun(shape, plan, {
    add: (sample) => folder.addSample(sample),
    addEvent: (event) => void folder.addEvent(event),
  });
  if (on.isFinished === true) folder.addEvent({ event: 'run-finished', outcome: 'complete' });
  folder.close();
  if (on.result !== undefined) writeFileSync(join(path, RUN_FILES.result), JSON.stringify(on.result));
  if (on.report !== undefined) writeFileSync(join(path, RUN_FILES.report), on.report);
  if (on.agoMs !== undefined) {
    const then = new Date(Date.now() - on.agoMs);
    for (const name of readdirSync(path)) utimesSync(join(path, name), then, then);
  }
  return plan;
}

/** Every file below a folder with what a writer would change: `run/plan.json 1200 1700000000000`. */
export function stampsBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .toSorted()
    .map((name) => {
      const { mode, mtimeMs, size } = statSync(join(folder, name));
      return `${name} ${mode} ${size} ${mtimeMs}`;
    });
}

/** An id that no process of this machine has. */
export const NO_PROCESS = 2 ** 31 - 2;
