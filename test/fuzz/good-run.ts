import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunEvent } from '../../harness/contract/event.ts';
import { RUN_FILES } from '../../harness/execute/run-folder.ts';
import { AT, type RunShape, sampleAt, settledPlan } from '../harness/analyse/make-run.ts';
import { SMALL_SHAPE, writeRun } from '../support/run-on-disk.ts';

/** Plan and rows of a run, as they stand in its folder. */
export interface GoodRun {
  readonly plan: unknown;
  readonly events: readonly unknown[];
  readonly samples: readonly unknown[];
}

const WHO = { replicate: 'off-1', arm: 'off' } as const;
const FAILURE = {
  code: 'MAPI_E_LOGON_FAILED',
  call: 'MAPILogonEx',
  failureClass: 'mailbox',
  mailbox: 'ann',
} as const;

/** One of each that a run may have besides. */
const EVENTS: readonly RunEvent[] = [
  { ...AT, ...WHO, event: 'cycles-failed', failures: [{ ...FAILURE, count: 2, firstCycle: 5 }] },
  { ...AT, ...WHO, event: 'source-unsupported', resource: 'handles', reason: 'not here' },
  { ...AT, ...WHO, event: 'host-started', pid: 5, ballastBytes: 100, discardedCycles: 3 },
  { ...AT, event: 'look', look: 512, arm: 'off', ruling: 'explain' },
  { ...AT, event: 'flag-written', arm: 'off', wanted: 0, readBack: [] },
  { ...AT, event: 'stop-requested', by: 'SIGINT' },
];

/** Two replicates, as short as can be judged. */
const SHORT_SHAPE: RunShape = { ...SMALL_SHAPE, plan: { replicates: 2, blockCycles: 20 } };

/** Everything at once: failures, exhaustion, an instrument, a length that is not known beforehand, and what explains. */
const FULL_SHAPE: RunShape = {
  curves: {
    ...SMALL_SHAPE.curves,
    control: { heapBytes: () => () => 1_000_000, heaps: () => () => 5 },
    planted: { heapBytes: () => (cycle) => 1_000_000 + 512 * cycle, heaps: () => () => 5 },
  },
  cycles: 64,
  exhaustedAt: { off: 60 },
  failedCycles: { on: 3 },
  plan: { ...settledPlan(512, 64), replicates: 2, explain: true, blockCycles: 16 },
  events: EVENTS,
};

/** After the sweep, with a census each. */
const LATER: readonly unknown[] = (['census', 'hammer', 'idle'] as const).flatMap((phase, at) =>
  [1, 2, 3].map((step) => ({
    ...sampleAt(
      'off-1',
      'off',
      64 + 30 * at + 7 * step,
      { heapBytes: 2e6 + 4096 * step, heaps: 70 + step },
      0,
      {
        ...{ covered: 'all', heaps: 3, busyBlocks: 100, walkMs: 1 },
        groups: [{ name: 'process heap', heaps: 1, busyBytes: 1000, busyBlocks: 9, committedBytes: 4096 }],
        census: [{ heap: 'process heap', blockBytes: 512, blocks: 21 * step }],
      },
    ),
    phase,
  })),
);

/** Runs that were measured as they should be, and small, so that many of their like can be judged. */
export function goodRuns(folder: string): readonly [GoodRun, GoodRun] {
  const [small, full] = [runIn(join(folder, 'small'), SHORT_SHAPE), runIn(join(folder, 'full'), FULL_SHAPE)];
  return [small, { ...full, samples: [...full.samples, ...LATER] }];
}

function runIn(folder: string, shape: RunShape): GoodRun {
  mkdirSync(folder, { recursive: true });
  const plan = writeRun(folder, shape, { isFinished: true });
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
