import { test } from 'tap';
import type { BlockReport } from '../../harness/execute/messages.ts';
import { blocksOfSize, heapsNamed, mailboxesOf, startHost } from '../support/session-host.ts';
import { ON_WINDOWS } from '../support/windows.ts';

const PROCESS_HEAP = 'process heap';
const SAMPLES = ['before', 'after'] as const;

// Node works in the process heap, too: blocks are told apart by sizes that nobody else asks for.
test('a planted leak is one block of the process heap for each cycle', ON_WINDOWS, async (t) => {
  const plantedBytesPerCycle = 12_347;
  const host = await startHost(t, { plantedBytesPerCycle });
  const reports: Record<(typeof SAMPLES)[number], BlockReport> = {
    before: await host.block({ census: true }),
    after: await host.block({ mailboxes: mailboxesOf(20), census: true }),
  };
  const [before, after] = SAMPLES.map((sample) =>
    blocksOfSize(reports[sample], PROCESS_HEAP, plantedBytesPerCycle),
  );
  t.equal(before, 0);
  t.equal(after, 20);
});

test('ballast is in the process heap, in blocks that add up to it', ON_WINDOWS, async (t) => {
  const ballastBytes = 128 * 1021;
  const host = await startHost(t, { ballastBytes });
  const report = await host.block({ census: true });
  const sizes = [1, 13, 3, 29, 7, 53, 5, 17].map((share) => share * 1021);
  const found = sizes.map((size) => blocksOfSize(report, PROCESS_HEAP, size) ?? 0);
  t.ok(
    found.every((blocks) => blocks >= 1),
    `${found}`,
  );
});

test('a census finds what a leak is made of, in heaps with a name that stays', ON_WINDOWS, async (t) => {
  const host = await startHost(t, { dials: { InstanceBytes: 3 * 512, InstanceBlocks: 3 } });
  await host.block();
  const first = await host.block({ mailboxes: mailboxesOf(7), census: true });
  const second = await host.block({ firstCycle: 7, mailboxes: mailboxesOf(11, 7), census: true });
  const counts = [first, second].map((report) => blocksOfSize(report, 'first seen while cycles ran', 512));
  t.equal((counts[1] ?? 0) - (counts[0] ?? 0), 3 * 11);
});

test('memory that is lost with time alone shows in idle time', ON_WINDOWS, async (t) => {
  const host = await startHost(t, { dials: { LeakBytesPerMinute: 60_000_000 } });
  await host.block();
  const busy = await host.block({ mailboxes: mailboxesOf(1), restMs: 1000 });
  const idle = await host.block({ firstCycle: 1, restMs: 2000 });
  const [before, after] = [busy, idle].map((sample) => heapsNamed(sample, 'first seen at MAPIInitialize'));
  t.ok((after?.busyBytes ?? 0) > (before?.busyBytes ?? 0));
  t.same(await host.ask({ say: 'close' }), { say: 'closed' }, 'the thread that leaks ends with MAPI');
});

test('a DLL that leaks by time can be unloaded at every cycle', ON_WINDOWS, async (t) => {
  const dials = { LeakBytesPerMinute: 60_000_000, UnloadLeakHeaps: 0 };
  const host = await startHost(t, { scenarioName: 'reload-mapi32', dials });
  await host.block();
  const report = await host.block({ mailboxes: mailboxesOf(20) });
  t.match(report, { cycles: 20, failures: [] });
  t.same(await host.ask({ say: 'close' }), { say: 'closed' });
});
