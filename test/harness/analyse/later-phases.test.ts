import { test } from 'tap';
import { analyse } from '../../../harness/analyse/analyse.ts';
import { type Collected, createSeriesCollector } from '../../../harness/analyse/series.ts';
import type { Failure, RunEvent } from '../../../harness/contract/event.ts';
import type { Sample } from '../../../harness/contract/sample.ts';
import { explainedCollector, samplesOf } from './kinds/explained-run.ts';
import { AT, ENVIRONMENT, PLAN } from './make-run.ts';

const shape = {
  read: ({ logons }: { logons: number }, replicate: number) => ({
    heapBytes: 100 * logons + replicate,
    ...(logons % 5 === 0 ? { handles: logons } : {}),
  }),
  // Neither the census nor the hammer goes without a refusal.
  fails: (cycle: number) => cycle % 10 === 0,
};
const isOfSweep = (sample: Sample): boolean => sample.kind === 'quiescent' && sample.phase === 'sweep';
const who = (replicate: number) => ({ replicate: `off-${replicate}`, arm: 'off' }) as const;
const failure: Failure = {
  ...{ code: 'MAPI_E_LOGON_FAILED', call: 'MAPILogonEx', failureClass: 'mailbox', mailbox: 'ann' },
  ...{ count: 1, firstCycle: 3 },
};
const started = (replicate: number): RunEvent => ({
  ...AT,
  event: 'host-started',
  ...who(replicate),
  pid: 1,
});
const finished = (replicate: number): RunEvent => ({
  ...AT,
  event: 'host-finished',
  ...who(replicate),
  cycles: 400,
});
const refused = (replicate: number): RunEvent => ({
  ...AT,
  event: 'cycles-failed',
  ...who(replicate),
  failures: [failure],
});
const looked: RunEvent = { ...AT, event: 'look', look: 400, arm: 'off', ruling: 'explain' };

type Row = { readonly sample: Sample } | { readonly event: RunEvent };

/** The rows of two replicates in the order in which a run writes them. */
function rowsOf(): readonly Row[] {
  const samples = [1, 2].flatMap((replicate) => [...samplesOf(shape, 'off', replicate)]);
  const rows = (those: readonly Sample[]): Row[] => those.map((sample) => ({ sample }));
  const events = (...those: readonly RunEvent[]): Row[] => those.map((event) => ({ event }));
  return [
    ...events(started(1), started(2), refused(1), refused(2)),
    ...rows(samples.filter(isOfSweep)),
    ...events(looked, refused(1), refused(1), refused(2)),
    ...rows(samples.filter((sample) => !isOfSweep(sample))),
    ...events(finished(1), finished(2)),
  ];
}

function collected(rows: readonly Row[]): Collected {
  const collector = createSeriesCollector();
  for (const row of rows) {
    if ('sample' in row) collector.add(row.sample);
    else collector.addEvent(row.event);
  }
  return collector.finish();
}

/** Everything that verdicts rest on. */
const judgedOf = ({ explained: _, ...judged }: Collected) => judged;

test('what comes after the sweep changes nothing that is judged', async (t) => {
  const rows = rowsOf();
  const sweepAlone = collected(
    rows.filter((row, i) =>
      'sample' in row ? isOfSweep(row.sample) : i < 4 || row.event.event !== 'cycles-failed',
    ),
  );
  const whole = collected(rows);
  t.strictSame(judgedOf(whole), judgedOf(sweepAlone));
  t.equal(whole.replicates[0]?.cycles, 400);
  t.equal(whole.replicates[0]?.failedCycles, 0);
  t.equal(whole.failures.get('off')?.total, 2);
  t.equal(whole.series.get('heapBytes')?.[0]?.cycles.at(-1), 400);
  const resultOf = (each: Collected) => analyse({ plan: PLAN, environment: ENVIRONMENT, collected: each });
  const explained = resultOf(whole);
  const arms = explained.arms.map((arm) => ({ ...arm, kinds: [], leftBehind: [] }));
  t.strictSame({ ...explained, arms }, resultOf(sweepAlone));
  t.strictSame(sweepAlone.explained, []);
});

test('a folder, whose events are read before its samples, tells the same as the run did', async (t) => {
  const rows = rowsOf();
  const isEvent = (row: Row): boolean => 'event' in row;
  t.strictSame(collected([...rows.filter(isEvent), ...rows.filter((row) => !isEvent(row))]), collected(rows));
});

function onlyOf<T>([each, ...others]: readonly T[]): T {
  if (each === undefined || others.length > 0) throw new Error('not one');
  return each;
}

test('each phase keeps its samples with their times, and the censuses', async (t) => {
  const census = [{ heap: 'process heap', blockBytes: 64, blocks: 3 }];
  const { explained } = explainedCollector({ ...shape, replicates: 2, census: () => census }).finish();
  t.equal(explained.length, 2);
  const { phases, censuses, exhausted, replicate } = onlyOf(explained.slice(1));
  t.equal(replicate, 'off-2');
  t.equal(exhausted, null);
  const cycles = (phase: 'sweep' | 'census' | 'hammer' | 'idle') => [
    ...(phases[phase].points.get('heapBytes')?.x ?? []),
  ];
  t.strictSame(cycles('census'), [400, 407, 418, 425, 436]);
  t.strictSame(cycles('hammer'), [436, 441, 446, 451, 456, 461, 466, 471, 476]);
  t.strictSame(cycles('idle'), [476, 476]);
  t.equal(cycles('sweep')[0], 0);
  t.equal(cycles('sweep').at(-1), 400);
  const idle = phases.idle.points.get('heapBytes');
  t.equal(Math.round((idle?.elapsedMs[1] ?? 0) - (idle?.elapsedMs[0] ?? 0)), 6000);
  t.strictSame([phases.hammer.cycles, phases.hammer.failedCycles], [40, 4]);
  t.strictSame(
    censuses.map(({ cycle, heaps }) => [cycle, [...(heaps.get('process heap')?.blocks ?? [])]]),
    [400, 407, 418, 425, 436].map((cycle) => [cycle, [3]]),
  );
});

test('an arm with a planted leak is collected like any other', async (t) => {
  const { series, replicates, explained } = explainedCollector(shape, 'planted').finish();
  t.strictSame(
    replicates.map(({ replicate }) => replicate),
    ['planted-1', 'planted-2', 'planted-3', 'planted-4'],
  );
  t.equal(series.get('heapBytes')?.[0]?.arm, 'planted');
  t.equal(explained[0]?.arm, 'planted');
});

test('a collector may be looked at while rows come, and what it told stays as it was', async (t) => {
  const collector = createSeriesCollector();
  const rows = rowsOf();
  const looks: { readonly at: number; readonly told: Collected }[] = [];
  for (const [i, row] of rows.entries()) {
    if ('sample' in row) collector.add(row.sample);
    else collector.addEvent(row.event);
    if (i % 20 === 0) looks.push({ at: i, told: collector.finish() });
  }
  for (const { at, told } of looks) t.strictSame(told, collected(rows.slice(0, at + 1)), `after row ${at}`);
  const unsupported: RunEvent = {
    ...{ ...AT, event: 'source-unsupported', ...who(1), resource: 'handles', reason: 'reads 0' },
  };
  const before = collector.finish();
  collector.addEvent(unsupported);
  t.notOk(before.unsupported.has('off'));
  t.ok(collector.finish().unsupported.has('off'));
});

test('samples from outside are shown as far as the sweep goes', async (t) => {
  const collector = explainedCollector({ ...shape, replicates: 1 });
  for (const cycle of [100, 400, 436, 476]) {
    collector.add({
      ...{ schema: 1, kind: 'outside', ...who(1), elapsedMs: cycle, cycle },
      readings: { workingSetBytes: 1000 },
    });
  }
  t.strictSame([...(collector.finish().series.get('workingSetBytes')?.[0]?.cycles ?? [])], [100, 400]);
});

test('a process that runs out after its sweep has swept as planned', async (t) => {
  const rows = rowsOf().filter((row) => !('event' in row && row.event.event === 'host-finished'));
  const ranOut: RunEvent = {
    ...{
      ...AT,
      event: 'exhausted',
      ...who(1),
      cycle: 450,
      code: 'MAPI_E_NOT_ENOUGH_MEMORY',
      call: 'MAPILogonEx',
    },
    ...{ mailbox: 'ann', cycles: 453, failedCycles: 3, privateBytes: null, virtualBytes: null, heaps: null },
  };
  const { replicates, explained } = collected([...rows, { event: ranOut }, { event: finished(2) }]);
  t.match(replicates[0], { cycles: 400, failedCycles: 0, ending: { kind: 'finished' } });
  t.equal(explained[0]?.exhausted?.cycle, 450);
  t.equal(explained[1]?.exhausted, null);
});
