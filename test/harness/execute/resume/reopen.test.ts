import { appendFileSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Test, test } from 'tap';
import type { RunEvent } from '../../../../harness/contract/event.ts';
import type { Sample } from '../../../../harness/contract/sample.ts';
import { readRows } from '../../../../harness/execute/read-run-folder.ts';
import { RUN_FILES, RunFolder } from '../../../../harness/execute/run-folder.ts';
import { temporaryFolder } from '../../../support/temporary.ts';
import { PLAN } from '../../analyse/make-run.ts';

const SAMPLE: Sample = {
  schema: 1,
  kind: 'quiescent',
  replicate: 'off-1',
  arm: 'off',
  phase: 'sweep',
  cycle: 1,
  failedCycles: 0,
  elapsedMs: 5,
  readings: { heaps: 5 },
  walk: { covered: 'none', reason: 'budget' },
};

/** A run of two samples that was cut off. */
function cutOffRun(t: Test): {
  readonly path: string;
  readonly file: (name: 'events' | 'samples') => string;
} {
  const path = join(temporaryFolder(t), 'run');
  const folder = RunFolder.create(path);
  folder.writePlan(PLAN);
  folder.addEvent({ event: 'run-started' });
  folder.addEvent({ event: 'host-started', replicate: 'off-1', arm: 'off', pid: 1 });
  for (const cycle of [1, 2]) folder.addSample({ ...SAMPLE, cycle });
  folder.close();
  return { path, file: (name) => join(path, RUN_FILES[name]) };
}

async function rowsOf(path: string) {
  const samples: Sample[] = [];
  const events: RunEvent[] = [];
  const leftOut = await readRows(path, {
    add: (sample) => samples.push(sample),
    addEvent: (event) => events.push(event),
  });
  return { cycles: samples.map(({ cycle }) => cycle), events, leftOut };
}

function goOn(path: string): readonly string[] {
  const { folder, leftOut } = RunFolder.reopen(path);
  folder.addEvent({ event: 'flag-restored' });
  folder.addSample({ ...SAMPLE, cycle: 3 });
  folder.close();
  return leftOut;
}

test('a folder that is opened again goes on with its numbers, and keeps every byte', async (t) => {
  const { file, path } = cutOffRun(t);
  const before = [readFileSync(file('events')), readFileSync(file('samples'))] as const;
  t.same(goOn(path), []);
  t.ok(readFileSync(file('events')).subarray(0, before[0].length).equals(before[0]));
  t.ok(readFileSync(file('samples')).subarray(0, before[1].length).equals(before[1]));
  t.match(readFileSync(file('samples'), 'utf8').trimEnd().split('\n').at(-1), /"row":3,/);
  const { cycles, leftOut } = await rowsOf(path);
  t.same({ cycles, leftOut }, { cycles: [1, 2, 3], leftOut: [] });
});

test('time goes on from the last row, be it an event or a sample', async (t) => {
  const { path } = cutOffRun(t);
  const { folder } = RunFolder.reopen(path);
  folder.addSample({ ...SAMPLE, cycle: 3, elapsedMs: 3_600_000 });
  folder.close();
  goOn(path);
  goOn(path);
  const { events } = await rowsOf(path);
  const [, started, first, second] = events.map(({ elapsedMs }) => elapsedMs);
  t.ok((first ?? 0) >= (started ?? 0) + 3_600_000, 'the hour of the sample has passed');
  t.ok((second ?? 0) > (first ?? 0) && (second ?? 0) < (first ?? 0) + 600_000, 'and once only');
});

test('a last line that was cut off anywhere is taken away, and spoken of', async (t) => {
  const { file, path } = cutOffRun(t);
  const whole = readFileSync(file('samples'));
  const lastLine = whole.lastIndexOf('\n', whole.length - 2) + 1;
  for (const left of [1, 10, whole.length - lastLine - 2]) {
    writeFileSync(file('samples'), whole.subarray(0, lastLine + left));
    t.match(goOn(path), [/samples\.ndjson was cut off and was taken away$/]);
    const { cycles, leftOut } = await rowsOf(path);
    t.same({ cycles, leftOut }, { cycles: [1, 3], leftOut: [] });
  }
  appendFileSync(file('events'), Buffer.alloc(4096));
  t.match(goOn(path), [/events\.ndjson was cut off/], 'zeros of a power cut, too');
  t.same((await rowsOf(path)).leftOut, []);
});

test('a last row that lacks its line feed alone is kept', async (t) => {
  const { file, path } = cutOffRun(t);
  truncateSync(file('samples'), readFileSync(file('samples')).length - 1);
  t.same(goOn(path), []);
  const { cycles, leftOut } = await rowsOf(path);
  t.same({ cycles, leftOut }, { cycles: [1, 2, 3], leftOut: [] });
});

test('a run of before rows had numbers goes on with numbered ones', async (t) => {
  const { file, path } = cutOffRun(t);
  const bare = readFileSync(file('samples'), 'utf8').replace(/,"row":\d+,"crc":"\w+"/g, '');
  writeFileSync(file('samples'), bare);
  goOn(path);
  const { cycles, leftOut } = await rowsOf(path);
  t.same({ cycles, leftOut }, { cycles: [1, 2, 3], leftOut: [] });
});

test('what is no run that has begun cannot be gone on with', (t) => {
  const { file, path } = cutOffRun(t);
  rmSync(file('events'));
  t.throws(() => RunFolder.reopen(path), { code: 'RUN_FOLDER', message: /no events\.ndjson/ });
  t.throws(() => RunFolder.reopen(join(path, 'x')), { code: 'RUN_FOLDER', message: /no plan\.json/ });
  t.throws(() => RunFolder.reopen(join(path, 'x'), () => null), { message: /no such folder/ });
  t.end();
});

test('a folder that somebody writes is refused, until its owner lets it go', (t) => {
  const { path } = cutOffRun(t);
  let held = false;
  const takeLock = () => {
    if (held) return null;
    held = true;
    return () => {
      held = false;
    };
  };
  const { folder } = RunFolder.reopen(path, takeLock);
  t.throws(() => RunFolder.reopen(path, takeLock), { code: 'RUN_IN_USE', exitCode: 4, message: /writing/ });
  folder.close();
  RunFolder.reopen(path, takeLock).folder.close();
  t.notOk(held);
  t.end();
});
