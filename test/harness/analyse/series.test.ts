import { test } from 'tap';
import { createSeriesCollector } from '../../../harness/analyse/series.ts';
import type { Failure } from '../../../harness/contract/event.ts';
import { AT, sampleAt } from './make-run.ts';

const failure = (code: string, mailbox: string, count: number): Failure => ({
  code,
  call: 'MAPILogonEx',
  failureClass: 'mailbox',
  mailbox,
  count,
  firstCycle: 0,
});

test('each resource keeps the samples that read it, by replicate', async (t) => {
  const collector = createSeriesCollector();
  collector.add(sampleAt('off-1', 'off', 10, { heaps: 3 }));
  collector.add(sampleAt('off-1', 'off', 20, { heaps: 4, heapBytes: 500 }));
  collector.add(sampleAt('on-1', 'on', 10, { heaps: 3 }));
  collector.add(sampleAt('off-1', 'off', 30, { heaps: 5 }));
  collector.add(sampleAt('off-1', 'off', 40, { heaps: 6, heapBytes: 900 }));
  const { series } = collector.finish();
  const plain = (name: 'heaps' | 'heapBytes') =>
    series.get(name)?.map(({ replicate, arm, cycles, values }) => ({
      replicate,
      arm,
      points: [...cycles].map((cycle, i) => [cycle, values[i]]),
    }));
  t.strictSame(plain('heapBytes'), [
    {
      replicate: 'off-1',
      arm: 'off',
      points: [
        [20, 500],
        [40, 900],
      ],
    },
  ]);
  t.equal(plain('heaps')?.[0]?.points.length, 4);
  t.equal(plain('heaps')?.[1]?.replicate, 'on-1');
  t.notOk(series.has('handles'), 'what no sample read has no entry');
});

test('samples from outside are kept only for resources that are not judged', async (t) => {
  const collector = createSeriesCollector();
  const outside = {
    schema: 1,
    kind: 'outside',
    replicate: 'off-1',
    arm: 'off',
    elapsedMs: 5,
    cycle: 30,
  } as const;
  collector.add({ ...outside, readings: { workingSetBytes: 7000, privateBytes: 1 } });
  collector.add(sampleAt('off-1', 'off', 10, { privateBytes: 2 }));
  const { series, replicates } = collector.finish();
  t.strictSame([...(series.get('workingSetBytes')?.[0]?.cycles ?? [])], [30]);
  t.strictSame([...(series.get('privateBytes')?.[0]?.values ?? [])], [2]);
  t.equal(replicates[0]?.cycles, 10, 'and do not tell how far the replicate came');
});

test('sixty thousand samples of fourteen resources come out whole and in order', async (t) => {
  const collector = createSeriesCollector();
  for (let cycle = 0; cycle < 60_000; cycle += 1) {
    collector.add(
      sampleAt('off-1', 'off', cycle, { heaps: cycle, heapBytes: 2 * cycle, handles: 3 * cycle }),
    );
  }
  const { series } = collector.finish();
  const [bytes] = series.get('heapBytes') ?? [];
  const [heaps] = series.get('heaps') ?? [];
  t.equal(bytes?.values.length, 60_000);
  t.ok(bytes?.values.every((value, cycle) => value === 2 * cycle));
  t.equal(bytes?.cycles, heaps?.cycles, 'resources without gaps share their column of cycles');
});

test('a replicate tells how far it came, what failed and how it ended', async (t) => {
  const collector = createSeriesCollector();
  const lastActivity = { call: 'MAPILogonEx', cycle: 57, mailbox: 'm2' };
  const budget = { covered: 'none', reason: 'budget' } as const;
  collector.add(sampleAt('off-1', 'off', 50, {}, 2, budget));
  collector.add(sampleAt('on-1', 'on', 50, {}));
  collector.add(sampleAt('on-2', 'on', 20, {}));
  collector.addEvent({ ...AT, event: 'host-finished', replicate: 'on-1', arm: 'on', cycles: 60 });
  collector.addEvent({
    ...AT,
    event: 'host-lost',
    replicate: 'off-1',
    arm: 'off',
    how: 'hung',
    detail: '',
    lastActivity,
  });
  const { replicates } = collector.finish();
  t.strictSame(replicates, [
    {
      replicate: 'off-1',
      arm: 'off',
      cycles: 50,
      failedCycles: 2,
      failures: { x: Float64Array.of(50), y: Float64Array.of(2) },
      elapsedMs: 100,
      walksOverBudget: 1,
      ending: { kind: 'lost', how: 'hung', lastActivity },
      loss: { how: 'hung', lastActivity },
    },
    {
      replicate: 'on-1',
      arm: 'on',
      cycles: 60,
      failedCycles: 0,
      elapsedMs: 100,
      walksOverBudget: 0,
      ending: { kind: 'finished' },
    },
    {
      replicate: 'on-2',
      arm: 'on',
      cycles: 20,
      failedCycles: 0,
      elapsedMs: 40,
      walksOverBudget: 0,
      ending: { kind: 'unfinished' },
    },
  ]);
});

test('failures are added up by code and mailbox, the worst first, and 20 mailboxes are named', async (t) => {
  const collector = createSeriesCollector();
  const of = (arm: 'off' | 'on', failures: Failure[]): void =>
    collector.addEvent({ ...AT, event: 'cycles-failed', replicate: `${arm}-1`, arm, failures });
  of(
    'off',
    Array.from({ length: 21 }, (_, i) => failure('MAPI_E_LOGON_FAILED', `m${i}`, 1)),
  );
  of('off', [failure('MAPI_E_NETWORK_ERROR', 'm20', 30)]);
  of('on', [failure('MAPI_E_LOGON_FAILED', 'm1', 1)]);
  const { failures } = collector.finish();
  const off = failures.get('off');
  t.equal(off?.total, 51);
  t.strictSame(Object.entries(off?.byCode ?? {}), [
    ['MAPI_E_NETWORK_ERROR', 30],
    ['MAPI_E_LOGON_FAILED', 21],
  ]);
  t.equal(off?.mailboxesFailed, 21);
  t.equal(Object.keys(off?.byMailbox ?? {}).length, 20);
  t.strictSame(Object.entries(off?.byMailbox ?? {})[0], ['m20', 31]);
  t.equal(failures.get('on')?.total, 1);
});

test('events tell what was unsupported and which arm was invalid', async (t) => {
  const collector = createSeriesCollector();
  collector.addEvent({
    ...AT,
    event: 'source-unsupported',
    replicate: 'off-1',
    arm: 'off',
    resource: 'handles',
    reason: 'reads 0',
  });
  collector.addEvent({ ...AT, event: 'arm-invalid', arm: 'on', reason: 'not in force' });
  collector.addEvent({ ...AT, event: 'run-started' });
  const { unsupported, invalidArms, replicates } = collector.finish();
  t.equal(unsupported.get('off')?.get('handles'), 'reads 0');
  t.equal(invalidArms.get('on'), 'not in force');
  t.strictSame(replicates, []);
});
