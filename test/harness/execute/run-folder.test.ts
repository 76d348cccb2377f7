import { appendFileSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
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

test('files of a host that cannot be taken away stay there', async (t) => {
  const folder = RunFolder.create(join(temporaryFolder(t), 'run'));
  mkdirSync(folder.flightRecord('off-1'));
  mkdirSync(folder.hostLog('off-1'));
  folder.dropFlightRecord('off-1');
  folder.keepLeftovers('off-1');
  folder.keepLeftovers('off-2');
  t.ok(existsSync(folder.flightRecord('off-1')));
  folder.close();
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

test('what no run has written is an error with its place', async (t) => {
  const path = join(temporaryFolder(t), 'run');
  const folder = RunFolder.create(path);
  folder.close();
  writeFileSync(join(path, RUN_FILES.samples), `not json\n${JSON.stringify(SAMPLE)}\n`);
  await t.rejects(rowsOf(path), { code: 'RUN_FOLDER', message: /samples\.ndjson:1 / });
  writeFileSync(join(path, RUN_FILES.samples), `${JSON.stringify(SAMPLE)}\n{"schema":1,"kind":"other"}\n`);
  await t.rejects(rowsOf(path), { code: 'RUN_FOLDER', message: /samples\.ndjson:2 / });
});

test('rows without numbers and checksums, as older runs have, are read as they are', async (t) => {
  const path = join(temporaryFolder(t), 'run');
  RunFolder.create(path).close();
  const rows = [0, 1, 2].map((cycle) => ({ ...SAMPLE, cycle }));
  writeFileSync(join(path, RUN_FILES.samples), rows.map((row) => `${JSON.stringify(row)}\r\n`).join(''));
  t.same(await rowsOf(path), { samples: rows, events: [], leftOut: [] });
});

for (const [what, spoil, said, cycles] of [
  ['is torn', (line: string) => line.slice(0, 50), [/samples\.ndjson:2 was cut off/], [0, 2]],
  ['is all zeros', (line: string) => '\0'.repeat(line.length), [/samples\.ndjson:2 was cut off/], [0, 2]],
  ['has a changed digit', (line: string) => line.replace('1000', '1001'), [/:2 does not fit/], [0, 2]],
  ['lost its checksum', (line: string) => line.replace('crc', 'crd'), [/:2 does not fit/], [0, 2]],
  ['is no JSON', (line: string) => line.replace('{', '('), [/:2 does not fit/], [0, 2]],
  ['is there twice', (line: string) => `${line}\n${line}`, [/:3 has the number of a row/], [0, 1, 2]],
] as const) {
  test(`a row in the middle that ${what} is told of, and the others are read`, async (t) => {
    const path = join(temporaryFolder(t), 'run');
    const folder = RunFolder.create(path);
    for (const cycle of [0, 1, 2]) folder.addSample({ ...SAMPLE, cycle });
    folder.close();
    const file = join(path, RUN_FILES.samples);
    const [first = '', second = '', third = ''] = readFileSync(file, 'utf8').split('\n');
    writeFileSync(file, `${[first, spoil(second), third].join('\n')}\n`);
    const { leftOut, samples } = await rowsOf(path);
    t.same(
      samples.map(({ cycle }) => cycle),
      cycles,
    );
    t.match(leftOut, said);
    t.equal(leftOut.length, 1);
  });
}

test('rows that are missing are told of', async (t) => {
  const path = join(temporaryFolder(t), 'run');
  const folder = RunFolder.create(path);
  for (let cycle = 0; cycle < 6; cycle++) folder.addSample({ ...SAMPLE, cycle });
  folder.close();
  const file = join(path, RUN_FILES.samples);
  const lines = readFileSync(file, 'utf8').split('\n');
  writeFileSync(file, lines.toSpliced(2, 3).join('\n'));
  const { leftOut, samples } = await rowsOf(path);
  t.match(leftOut, [/^3 rows are missing before .*samples\.ndjson:3$/]);
  t.equal(samples.length, 3);
});

test('what is said of a file that is broken everywhere is short', async (t) => {
  const path = join(temporaryFolder(t), 'run');
  const folder = RunFolder.create(path);
  for (let cycle = 0; cycle < 50; cycle++) folder.addSample({ ...SAMPLE, cycle });
  folder.close();
  const file = join(path, RUN_FILES.samples);
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll('"off-1"', '"off-2"'));
  const { leftOut, samples } = await rowsOf(path);
  t.match(leftOut, [/^50 lines of .* do not fit their checksums and are left out: 1, 2, 3, 4, 5, …$/]);
  t.equal(samples.length, 0);
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
