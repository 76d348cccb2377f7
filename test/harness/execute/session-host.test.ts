import { join } from 'node:path';
import { test } from 'tap';
import { blocksOfSize, heapsNamed, mailboxesOf, startHost } from '../../support/session-host.ts';
import { temporaryFolder } from '../../support/temporary.ts';
import { ELSEWHERE } from '../../support/windows.ts';

const PROCESS_HEAP = 'process heap';

// Exact bytes are those of libwin32: on Windows Node itself works in the process heap.
test(
  'ballast is in the process heap before the first sample, to the byte, and stays',
  ELSEWHERE,
  async (t) => {
    const without = await startHost(t);
    const ballastBytes = 54_321;
    const bare = heapsNamed(await without.block(), PROCESS_HEAP);
    await without.link.leave();
    const host = await startHost(t, { ballastBytes });
    const laden = await host.block();
    t.equal(heapsNamed(laden, PROCESS_HEAP).busyBytes - bare.busyBytes, ballastBytes);
    t.ok(heapsNamed(laden, PROCESS_HEAP).busyBlocks - bare.busyBlocks > 1, 'in several blocks');
    const later = await host.block({ mailboxes: mailboxesOf(20) });
    t.same(heapsNamed(later, PROCESS_HEAP), heapsNamed(laden, PROCESS_HEAP), 'cycles leave it alone');
  },
);

test(
  'a planted leak is one block of its size for each cycle, also for those that fail',
  ELSEWHERE,
  async (t) => {
    const plantedBytesPerCycle = 136;
    const dials = { RefuseProfile: 'mailbox-3' };
    const host = await startHost(t, { plantedBytesPerCycle, dials });
    const before = await host.block({ census: true });
    const after = await host.block({ mailboxes: mailboxesOf(10), census: true });
    t.equal(after.cycles, 10);
    t.match(after.failures, [{ mailbox: 'mailbox-3', count: 1 }]);
    const [old, young] = [before, after].map((sample) => heapsNamed(sample, PROCESS_HEAP));
    t.equal((young?.busyBytes ?? 0) - (old?.busyBytes ?? 0), 10 * plantedBytesPerCycle);
    t.equal((young?.busyBlocks ?? 0) - (old?.busyBlocks ?? 0), 10);
    const [few = 0, many = 0] = [before, after].map((sample) =>
      blocksOfSize(sample, PROCESS_HEAP, plantedBytesPerCycle),
    );
    t.equal(many - few, 10, 'as the census says, too');
  },
);

test('a host whose flight record cannot be written names the file, and says why', async (t) => {
  const flightRecord = join(temporaryFolder(t), 'gone', 'off-1.flight');
  const { opened } = await startHost(t, { flightRecord });
  t.match(opened, {
    say: 'failed',
    code: 'HOST_FILE_NOT_WRITTEN',
    message: `${flightRecord} could not be written: there is no such folder (ENOENT)`,
  });
});

test('nothing is planted unless it was asked for', ELSEWHERE, async (t) => {
  const host = await startHost(t, { scenarioName: 'control' });
  const before = await host.block();
  const after = await host.block({ mailboxes: mailboxesOf(50) });
  t.same(heapsNamed(after, PROCESS_HEAP), heapsNamed(before, PROCESS_HEAP));
});

test('a census counts 3 blocks of 512 bytes for each cycle, by a name that stays the same', async (t) => {
  const dials = { InstanceBytes: 3 * 512, InstanceBlocks: 3 };
  const host = await startHost(t, { dials });
  await host.block();
  const counts: number[] = [];
  const lengths = [10, 7, 11, 7];
  let firstCycle = 0;
  for (const length of lengths) {
    const mailboxes = mailboxesOf(length, firstCycle);
    const report = await host.block({ firstCycle, mailboxes, census: true });
    counts.push(blocksOfSize(report, 'first seen while cycles ran', 512) ?? Number.NaN);
    firstCycle += length;
  }
  t.same(counts, [30, 51, 84, 105], 'the flag is off: each new user’s heap stays');
});

test('blocks are counted only where it was asked for', async (t) => {
  const host = await startHost(t);
  t.equal(blocksOfSize(await host.block(), PROCESS_HEAP, 1), undefined);
  const counted = await host.block({ mailboxes: mailboxesOf(1), census: true });
  t.notSame(blocksOfSize(counted, PROCESS_HEAP, 1), undefined);
});

test('throw-away cycles count nowhere: not as time, not as failures, not as exhaustion', async (t) => {
  const host = await startHost(t, {
    dials: { RefuseLogonEvery: 2, RefuseCode: 0x8007_000e },
  });
  t.same(await host.ask({ say: 'discard', mailboxes: mailboxesOf(9), cycleMs: 0 }), { say: 'discarded' });
  const base = await host.block();
  t.match(base, { cycles: 0, failures: [], elapsedMs: 0, walk: { covered: 'all' } });
  t.equal(heapsNamed(base, 'first seen before cycle 1').heaps, 5, 'but they did log on');
  const first = await host.block({ mailboxes: mailboxesOf(1, 100) });
  t.match(first, { cycles: 1, failures: [{ code: 'MAPI_E_NOT_ENOUGH_MEMORY', firstCycle: 0, count: 1 }] });
});

test('throw-away cycles keep the pace that others keep', async (t) => {
  const host = await startHost(t);
  const startedAt = performance.now();
  await host.ask({ say: 'discard', mailboxes: mailboxesOf(3), cycleMs: 50 });
  t.ok(performance.now() - startedAt >= 150);
});

test('three throw-away cycles that fail for want of memory do not end a replicate', async (t) => {
  const host = await startHost(t, { dials: { RefuseLogonEvery: 1, RefuseCode: 0x8007_000e } });
  t.same(await host.ask({ say: 'discard', mailboxes: mailboxesOf(5), cycleMs: 0 }), { say: 'discarded' });
  const report = await host.block({ mailboxes: mailboxesOf(2) });
  t.equal(report.cycles, 2, 'a block counts from its own first failure');
});

test('a wrong password in a throw-away cycle ends the host at once', ELSEWHERE, async (t) => {
  const host = await startHost(t, { dials: { Password: 'right' } });
  const said = await host.ask({ say: 'discard', mailboxes: mailboxesOf(5), cycleMs: 0 });
  t.match(said, {
    say: 'failed',
    code: 'CREDENTIALS',
    message: /mailbox-0 in throw-away cycle 0: LogonUserW: ERROR_LOGON_FAILURE/,
  });
});

test('a host rests as long as it is told before it samples, with and without cycles', async (t) => {
  const host = await startHost(t);
  await host.block();
  const worked = await host.block({ mailboxes: mailboxesOf(1), restMs: 150 });
  t.ok(worked.elapsedMs >= 150, 'the rest is part of the time that has passed');
  const idle = await host.block({ firstCycle: 1, restMs: 150 });
  t.equal(idle.cycles, 0);
  t.ok(idle.elapsedMs >= worked.elapsedMs + 150);
});

test('a walk that the budget does not allow before the first cycle is not waited for', async (t) => {
  const host = await startHost(t);
  await host.block();
  t.match(await host.block(), { walk: { covered: 'none', reason: 'budget' } });
});

test('memory that is lost with time alone shows in idle time', async (t) => {
  const bytesPerMinute = 60_000_000;
  const host = await startHost(t, { dials: { LeakBytesPerMinute: bytesPerMinute } });
  await host.block();
  const busy = await host.block({ mailboxes: mailboxesOf(1), restMs: 1000 });
  const idle = await host.block({ firstCycle: 1, restMs: 2000 });
  const [before, after] = [busy, idle].map((sample) => heapsNamed(sample, 'first seen at MAPIInitialize'));
  const lostBytes = (after?.busyBytes ?? 0) - (before?.busyBytes ?? 0);
  const secondsShare = bytesPerMinute / 60;
  const idleBytes = ((idle.elapsedMs - busy.elapsedMs) / 1000) * secondsShare;
  t.ok(lostBytes > 0, 'without a cycle');
  t.ok(lostBytes <= idleBytes + secondsShare, 'and no more than was dialled');
});

test('idle time adds not a byte where nothing leaks', ELSEWHERE, async (t) => {
  const host = await startHost(t);
  await host.block();
  const before = await host.block({ mailboxes: mailboxesOf(3) });
  const after = await host.block({ firstCycle: 3, restMs: 300 });
  t.equal(after.readings.heapBytes, before.readings.heapBytes);
});

test('a rest shows signs of life, and a wish to stop ends it', async (t) => {
  const host = await startHost(t);
  await host.block({ mailboxes: mailboxesOf(1) });
  const marks = () => host.link.lastRecord()?.marks ?? 0;
  const before = marks();
  const idle = host.block({ firstCycle: 1, restMs: 3_600_000 });
  while (marks() < before + 3) await new Promise((resolve) => setTimeout(resolve, 10));
  host.link.tell({ say: 'stop' });
  t.match(await idle, { cycles: 0, readings: { heaps: Number } }, 'what there is is sampled all the same');
});
