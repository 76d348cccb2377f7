import { appendFileSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import type { RunEvent } from '../../../harness/contract/event.ts';
import type { Sample } from '../../../harness/contract/sample.ts';
import { readPlan, readResult, readRows } from '../../../harness/execute/read-run-folder.ts';
import { RUN_FILES, RunFolder } from '../../../harness/execute/run-folder.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const SAMPLE: Sample = {
  schema: 1,
  kind: 'quiescent',
  replicate: 'off-1',
  arm: 'off',
  phase: 'sweep',
  cycle: 100,
  failedCycles: 0,
  elapsedMs: 12.5,
  readings: { heaps: 5, heapBytes: 1000 },
  walk: { covered: 'all', heaps: 5, busyBlocks: 9, walkMs: 0.1, groups: [] },
};

async function rowsOf(path: string) {
  const samples: Sample[] = [];
  const events: RunEvent[] = [];
  const leftOut = await readRows(path, {
    add: (sample) => samples.push(sample),
    addEvent: (event) => events.push(event),
  });
  return { samples, events, leftOut };
}

test('rows are in the files as soon as they are added, and are read back as they were', async (t) => {
  const path = join(temporaryFolder(t), 'run');
  const folder = RunFolder.create(path);
  const event = folder.addEvent({ event: 'run-started' });
  folder.addSample(SAMPLE);
  t.same(await rowsOf(path), { samples: [SAMPLE], events: [event], leftOut: [] });
  folder.addSample({ ...SAMPLE, cycle: 200 });
  t.equal((await rowsOf(path)).samples.length, 2);
  folder.close();
  t.equal(statSync(path).mode & 0o077, 0, 'nobody else may read it');
});

test('a folder that holds anything is refused', async (t) => {
  const path = temporaryFolder(t);
  writeFileSync(join(path, 'x'), '');
  t.throws(() => RunFolder.create(path), { code: 'RUN_FOLDER', message: /not empty/, remedy: /--out/ });
  t.throws(() => RunFolder.create(join(path, 'x', 'y')), { code: 'RUN_FOLDER' });
});

test('a last line that was cut off is left out and named', async (t) => {
  const path = join(temporaryFolder(t), 'run');
  const folder = RunFolder.create(path);
  folder.addSample(SAMPLE);
  folder.close();
  const file = join(path, RUN_FILES.samples);
  appendFileSync(file, readFileSync(file).subarray(0, 40));
  const { samples, leftOut } = await rowsOf(path);
  t.equal(samples.length, 1);
  t.match(leftOut, [/samples\.ndjson was cut off/]);
});

test('a broken line in the middle is an error with its place', async (t) => {
  const path = join(temporaryFolder(t), 'run');
  const folder = RunFolder.create(path);
  folder.close();
  writeFileSync(join(path, RUN_FILES.samples), `not json\n${JSON.stringify(SAMPLE)}\n`);
  await t.rejects(rowsOf(path), { code: 'RUN_FOLDER', message: /samples\.ndjson:1 / });
  writeFileSync(join(path, RUN_FILES.samples), `${JSON.stringify(SAMPLE)}\n{"schema":1,"kind":"other"}\n`);
  await t.rejects(rowsOf(path), { code: 'RUN_FOLDER', message: /samples\.ndjson:2 / });
});

test('a folder without a plan, or with a newer one, is no run folder', async (t) => {
  const path = temporaryFolder(t);
  await t.rejects(readPlan(path), { code: 'RUN_FOLDER', message: /plan\.json cannot be read/ });
  writeFileSync(join(path, RUN_FILES.plan), '{"schema":2}');
  await t.rejects(readPlan(path), { code: 'RUN_FOLDER', message: /schema/ });
});

test('who asks for a result where none is yet is told how to make it', async (t) => {
  await t.rejects(readResult(temporaryFolder(t)), {
    code: 'RUN_FOLDER',
    message: /result\.json cannot be read/,
    remedy: /mapileak analyse /,
  });
});
