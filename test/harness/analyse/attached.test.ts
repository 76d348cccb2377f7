import { test } from 'tap';
import { analyse } from '../../../harness/analyse/analyse.ts';
import { createSeriesCollector } from '../../../harness/analyse/series.ts';
import type { Attachment, CycleCount } from '../../../harness/contract/attached.ts';
import type { Plan } from '../../../harness/contract/plan.ts';
import type { Readings } from '../../../harness/contract/resources.ts';
import type { Result } from '../../../harness/contract/result.ts';
import { tracesOf } from '../../verdict-bench/family.ts';
import { ALL_FAMILIES } from '../../verdict-bench/more-families.ts';
import { AT, ENVIRONMENT, PLAN } from './make-run.ts';

const PAGE = 4096;
const BY_SECOND: CycleCount = { by: 'time', everyMs: 1000 };

/** What was read of one process, by its cycles. */
type Trace = readonly { readonly cycle: number; readonly readings: Readings }[];

const processOf = (index: number) => ({
  ...{ replicate: `pid-${index}`, pid: 100 + index, name: 'app.exe' },
  ...{ executable: null, startedAt: null, bitness: null },
});

function planOf(processes: number, cycles: CycleCount = BY_SECOND): Plan {
  const attached: Attachment = {
    processes: Array.from({ length: processes }, (_, index) => processOf(index)),
    ...{ cycles, intervalMs: 1000, warmUpMs: 0, durationMs: null, maxCycles: null },
  };
  return {
    ...PLAN,
    ...{
      arms: ['off'],
      replicates: processes,
      length: { by: 'duration', durationMs: 1e9 },
      horizonCycles: 500,
    },
    ...{ mailboxes: { kind: 'generated', count: 1 }, mailboxOrder: 'repeated' },
    order: attached.processes.map(({ replicate }) => ({ replicate, arm: 'off', round: 1 })),
    attached,
  };
}

function judged(traces: readonly Trace[], cycles?: CycleCount): Result {
  const collector = createSeriesCollector();
  for (const [index, trace] of traces.entries()) {
    const who = { replicate: `pid-${index}`, arm: 'off' } as const;
    for (const { cycle, readings } of trace)
      collector.add({ schema: 1, kind: 'attached', ...who, cycle, elapsedMs: cycle * 1000, readings });
    const last = trace.at(-1)?.cycle ?? 0;
    collector.addEvent({ ...AT, event: 'host-finished', ...who, cycles: last });
  }
  const plan = planOf(traces.length, cycles);
  return analyse({ plan, environment: { ...ENVIRONMENT, standIn: false }, collected: collector.finish() });
}

/** Private bytes of a process, in pages, sampled every cycle. */
const privateBytes = (values: ArrayLike<number>): Trace =>
  Array.from(values, (value, cycle) => ({
    cycle,
    readings: { privateBytes: Math.round(value / PAGE) * PAGE },
  }));

function tracesOfFamily(id: string, run: number, cycles: number, count = 1): readonly Trace[] {
  const family = ALL_FAMILIES.find((each) => each.id === id);
  if (family === undefined) throw new Error(`no family ${id}`);
  const traces = tracesOf(family, { seed: 891_509, run }, { count, cycles, horizonCycles: cycles });
  return traces.map(privateBytes);
}

const verdictsOf = (id: string, cycles: number, runs: number, count = 1): readonly Result['verdict'][] =>
  Array.from({ length: runs }, (_, run) => judged(tracesOfFamily(id, run, cycles, count)).verdict);

/** Caches that are still filling at an even pace when it ends cannot be told from a leak by anybody. */
const LONGER_THAN_600 = ['N17', 'N18', 'N19'];
const LEAK_FREE = ALL_FAMILIES.filter(({ kind }) => kind === 'leak-free').map(({ id }) => id);

for (const [cycles, runs] of [
  [600, 5],
  [2048, 3],
] as const) {
  test(`no family without a leak is called one after ${cycles} s of a lone process, and none is acquitted`, async (t) => {
    for (const id of LEAK_FREE) {
      if (cycles === 600 && LONGER_THAN_600.includes(id)) continue;
      t.ok(
        verdictsOf(id, cycles, runs).every((verdict) => verdict === 'inconclusive'),
        id,
      );
    }
  });
}

test('an even leak of a lone process is found, in noise, sawtooth, stairs, and on a level that wanders', async (t) => {
  for (const id of ['L01', 'L02', 'L03', 'L04', 'L07', 'L10', 'L19', 'L23'])
    t.ok(verdictsOf(id, 2048, 4).filter((verdict) => verdict === 'not-fixed').length >= 3, id);
  for (const id of ['L05', 'L09', 'L14']) t.same(verdictsOf(id, 8192, 1), ['not-fixed'], id);
});

test('the interval of growth that slows reaches to where it is heading', async (t) => {
  for (const id of ['N06', 'N07', 'N32']) {
    const rate = judged(tracesOfFamily(id, 0, 600)).arms[0]?.resources['privateBytes']?.perCycle;
    t.ok(rate && rate.low <= 0 && rate.estimate > 0, id);
  }
});

test('three processes show in ten minutes what one does not', async (t) => {
  const found = (count: number): number =>
    verdictsOf('L03', 600, 6, count).filter((verdict) => verdict === 'not-fixed').length;
  t.ok(found(3) > found(1));
});

const LINE = Float64Array.from({ length: 601 }, (_, cycle) => cycle * PAGE);

test('a leak is said of the program, per what a cycle is, and up to where it was seen', async (t) => {
  const bySecond = judged([privateBytes(LINE)]);
  t.equal(bySecond.cycleUnit, 'second');
  t.match(bySecond.reason, /^app\.exe \(PID 100\), CleanUpMAPIHeap off: grew by 4,096 bytes .* per second/);
  t.match(bySecond.reason, /seen only in private bytes; up to cycle 600$/);
  t.notMatch(JSON.stringify(bySecond), /per logon/);
  const byLine = judged([privateBytes(LINE)], { by: 'log', files: ['a.log'], pattern: 'x', flags: '' });
  t.match(byLine.reason, /per matching line/);
  t.notMatch(byLine.warnings.join(), /growth by time/);
});

test('before the horizon nothing is said, however even the growth', async (t) => {
  const short = judged([privateBytes(LINE.subarray(0, 400))]);
  t.equal(short.verdict, 'inconclusive');
  t.match(short.warnings, [/watched for 399 cycles: nothing is said before 500/]);
});

test('handles are exact, and a steady number of them acquits nobody', async (t) => {
  const handles = (perCycle: number): Trace =>
    Array.from({ length: 601 }, (_, cycle) => ({
      cycle,
      readings: { privateBytes: 40 * PAGE, handles: 200 + Math.floor(cycle * perCycle) },
    }));
  const steady = judged([handles(0)]);
  t.equal(steady.verdict, 'inconclusive');
  t.equal(steady.arms[0]?.resources['handles']?.verdict, 'inconclusive');
  t.match(steady.arms[0]?.resources['handles']?.reason, /can never prove that there is none/);
  const growing = judged([handles(1)]);
  t.equal(growing.verdict, 'not-fixed');
  t.match(growing.reason, /1 handle \[.*\] per second/);
});

test('what befell the watching is told', async (t) => {
  const collector = createSeriesCollector();
  const who = { replicate: 'pid-0', arm: 'off' } as const;
  const key = 'HKEY_LOCAL_MACHINE\\SOFTWARE';
  collector.addEvent({
    ...AT,
    elapsedMs: 3000,
    event: 'flag-changed',
    readings: [{ view: '64-bit', key, value: 1 }],
  });
  collector.addEvent({ ...AT, event: 'cycle-log', ...who, what: 'missing', detail: 'there is no a.log' });
  collector.addEvent({ ...AT, event: 'cycle-log', ...who, what: 'rotated', detail: 'daily life' });
  collector.addEvent({ ...AT, event: 'process-ended', ...who, how: 'denied', exitCode: null });
  collector.addEvent({ ...AT, event: 'host-finished', ...who, cycles: 0 });
  const plan = planOf(1, { by: 'log', files: ['a.log'], pattern: 'x', flags: '' });
  const { warnings } = analyse({ plan, environment: ENVIRONMENT, collected: collector.finish() });
  t.match(warnings[0], /CleanUpMAPIHeap was changed while the program was watched, after 3 s: 1 in /);
  t.match(warnings[1], /log of pid-0: there is no a\.log/);
  t.match(warnings[2], /could no longer be read/);
  t.match(warnings.at(-1), /no line of the log of pid-0 matched/);
});
