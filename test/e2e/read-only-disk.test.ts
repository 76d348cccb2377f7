import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { QUICK, workplace } from '../support/command.ts';
import { heardChild } from '../support/heard-child.ts';
import { ENDLESS, isWhole, NOISY_SOAK } from '../support/kept-rows.ts';
import { NIGHTLY } from '../support/nightly.ts';
import { noBreakableDisk, noSmallDisk, onSmallDisk } from '../support/small-disk.ts';

const ROOM_KIB = 7000;

test('a soak whose disk can only be read waits for it to be written again, and loses no row', {
  skip: noSmallDisk,
}, async (t) => {
  // Files of rows are put together after each round, so that is tried meanwhile, too.
  const length = ['--duration', '1h', '--replicate-cycles', '10', '--rotate-at', '4KiB', '--pause', '2s'];
  const disk = onSmallDisk(t, ROOM_KIB, [
    'soak',
    ...NOISY_SOAK,
    ...ENDLESS,
    ...length,
    '--checkpoint',
    '1ms',
  ]);
  await disk.says(/Round 1, /);
  await disk.makeReadOnly();
  await disk.says(/its disk can only be read \(EROFS\)\. Waiting for up to 10 minutes/);
  await disk.makeWritable();
  await disk.says(/EROFS[\s\S]*\nRound \d+, /);
  disk.interrupt();
  const { code, stderr } = await disk.ended;
  t.equal(code, 6, stderr);
  await isWhole(t, disk.copy, disk.registry);
  t.ok(existsSync(join(disk.copy, 'report.html')));
});

test('a run whose disk can only be read from some time on ends with exit 7', {
  skip: noSmallDisk || (!NIGHTLY && 'at night'),
}, async (t) => {
  const length = ['--sequential', '--cycles', '20', '--replicates', '100', '--progress-interval', '1s'];
  const options = QUICK.filter((option) => option !== '--quiet');
  const disk = onSmallDisk(t, ROOM_KIB, ['run', ...options, ...ENDLESS, ...length]);
  await disk.says(/of 100/);
  await disk.makeReadOnly();
  const { code, stderr } = await disk.ended;
  t.equal(code, 7, stderr);
  t.match(stderr, /could not be written: its disk can only be read \(EROFS\)/);
  t.notMatch(stderr, /\n {4}at /, 'no stack trace');
  await isWhole(t, disk.copy, disk.registry);
});

const noBreaking = NIGHTLY ? noBreakableDisk() : 'at night';

test('a run on whose disk the kernel finds an error ends with exit 7, and what was acknowledged is on the disk', {
  skip: noBreaking,
}, async (t) => {
  const options = QUICK.filter((option) => option !== '--quiet');
  const length = ['--cycles', '1000000', '--replicates', '1', '--progress-interval', '1s'];
  const disk = onSmallDisk(t, 'breakable', ['run', ...options, ...ENDLESS, ...length]);
  await disk.says(/ cycles\/s/);
  await disk.break();
  const { code, stderr } = await disk.ended;
  t.equal(code, 7, stderr);
  t.match(stderr, /samples\.ndjson could not be written: its disk can only be read \(EROFS\)/);
  await isWhole(t, disk.copy, disk.registry);
});

test('a soak on whose disk the kernel finds an error waits, can be stopped, and goes on after a reboot', {
  skip: noBreaking,
}, async (t) => {
  const length = ['--cycles', '200000', '--replicate-cycles', '100000'];
  const disk = onSmallDisk(t, 'breakable', ['soak', ...NOISY_SOAK, ...ENDLESS, ...length]);
  await disk.says(/ cycles\/s/);
  await disk.break();
  await disk.says(/its disk can only be read \(EROFS\)\. Waiting for up to 10 minutes/);
  disk.interrupt();
  const { code, stderr } = await disk.ended;
  t.equal(code, 6, stderr);
  await isWhole(t, disk.copy, disk.registry);
  const place = workplace(t);
  const again = place.start(['soak', '--resume', disk.copy, '--progress-interval', '1s'], {
    MAPILEAK_REGISTRY: disk.registry,
  });
  const heard = heardChild(again.child);
  await heard.says(/ cycles\/s/);
  again.child.kill('SIGINT');
  t.equal((await heard.ended).code, 6);
  await isWhole(t, disk.copy, disk.registry);
});
