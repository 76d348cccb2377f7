import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Test, test } from 'tap';
import type { RunEvent } from '../../harness/contract/event.ts';
import { QUICK } from '../support/command.ts';
import { ENDLESS, isWhole, NOISY_SOAK } from '../support/kept-rows.ts';
import { NIGHTLY } from '../support/nightly.ts';
import { noSmallDisk, onSmallDisk } from '../support/small-disk.ts';

const LOST =
  /^Warning: the last (row could not be written and is|\d+ rows could not be written and are) lost: \d+ /m;

/** The files of a host that ends leave some room: then its last rows are written, and none is told to be lost. */
function isToldOfLoss(t: Test, stderr: string, events: readonly RunEvent[]): void {
  t.equal(LOST.test(stderr), events.at(-1)?.event !== 'run-finished', 'what was lost is told');
}

test('a disk that fills up ends a run with exit 7, with whole rows and the flag put back', {
  skip: noSmallDisk,
}, async (t) => {
  const length = ['--cycles', '1000000', '--replicates', '1'];
  const disk = onSmallDisk(t, 100, ['run', ...QUICK, ...ENDLESS, ...length]);
  const { code, stderr } = await disk.ended;
  t.equal(code, 7, stderr);
  t.match(stderr, /samples\.ndjson could not be written: there is no room left on its disk \(ENOSPC\)/);
  t.match(stderr, /kept/);
  isToldOfLoss(t, stderr, await isWhole(t, disk.copy, disk.registry));
});

test('a soak waits for room, goes on when there is some, and loses no row', {
  skip: noSmallDisk,
}, async (t) => {
  const length = ['--duration', '1h', '--replicate-cycles', '1000000'];
  const disk = onSmallDisk(t, 100, ['soak', ...NOISY_SOAK, ...ENDLESS, ...length]);
  await disk.says(/no room left on its disk \(ENOSPC\)\. Waiting for up to 10 minutes/);
  disk.makeRoom();
  await new Promise((resolve) => setTimeout(resolve, 2500));
  disk.interrupt();
  const { code, stderr } = await disk.ended;
  t.equal(code, 6, stderr);
  t.notMatch(stderr, LOST);
  const events = await isWhole(t, disk.copy, disk.registry);
  t.match(
    events.find(({ event }) => event === 'waiting'),
    { why: 'no-room', ms: Number },
  );
  t.ok(existsSync(join(disk.copy, 'report.html')));
});

test('a soak that waits for room can be stopped', {
  skip: noSmallDisk || (!NIGHTLY && 'at night'),
}, async (t) => {
  const length = ['--duration', '1h', '--replicate-cycles', '1000000'];
  const disk = onSmallDisk(t, 100, ['soak', ...NOISY_SOAK, ...ENDLESS, ...length]);
  await disk.says(/Waiting for up to 10 minutes/);
  disk.interrupt();
  const { code, stderr } = await disk.ended;
  t.equal(code, 6, stderr);
  isToldOfLoss(t, stderr, await isWhole(t, disk.copy, disk.registry));
});

test('where there is no room for the report alone, all samples are kept: exit 7', {
  skip: noSmallDisk,
}, async (t) => {
  const length = ['--cycles', '100', '--replicates', '1'];
  const disk = onSmallDisk(t, 128, ['run', ...QUICK, ...ENDLESS, ...length]);
  const { code, stderr } = await disk.ended;
  t.equal(code, 7, stderr);
  t.match(stderr, /report\.html could not be written: there is no room left on its disk \(ENOSPC\)/);
  const events = await isWhole(t, disk.copy, disk.registry);
  t.match(events.at(-1), { event: 'run-finished', outcome: 'complete' });
});
