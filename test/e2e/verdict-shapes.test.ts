import { test } from 'tap';
import {
  armOf,
  CURED,
  dials,
  holds,
  onEngine,
  onEngineByDay,
  resourceOf,
  SHORT,
} from '../support/verdict-run.ts';

test('a cache that fills up within the first logons is no leak', async (t) => {
  const cache = dials({ CacheBytesPerLogon: 1000, CacheLogons: 100 });
  await onEngine('koffi', t, [...CURED, ...SHORT, ...cache], (result, ffi) => {
    t.equal(result.verdict, 'no-leak', `${ffi}: ${result.reason}`);
    const { perCycle } = resourceOf(armOf(result), 'heapBytes');
    t.ok((perCycle?.high ?? 99) < 1, `at most ${perCycle?.high} bytes per logon`);
    return [];
  });
});

// What fills for 600 logons is larger than a run of 512, and over within the first quarter of one of 2,400.
const LARGE_CACHE = dials({ CacheBytesPerLogon: 1000, CacheLogons: 600 });

test('a cache larger than the run is called a leak up to the cycle that is named', async (t) => {
  await onEngine('ffi-napi', t, [...CURED, ...SHORT, ...LARGE_CACHE], (result, ffi) => {
    t.equal(result.verdict, 'not-fixed', `${ffi}: ${result.reason}`);
    const heap = resourceOf(armOf(result), 'heapBytes');
    t.equal(heap.verdict, 'leak');
    t.match(
      heap.reason,
      /^grew evenly by 1,000 bytes .* per logon from cycle 129 to 512, as it had by cycle 256$/,
    );
    return [holds(t, heap.perCycle, 1000, ffi)];
  });
});

test('the same cache is no leak in a run that is long enough to see it full', async (t) => {
  const long = ['--cycles', '2400', '--block', '120', '--mailbox-count', '20'];
  await onEngine('koffi', t, [...CURED, ...long, ...LARGE_CACHE], (result, ffi) => {
    t.equal(result.verdict, 'no-leak', `${ffi}: ${result.reason}`);
    return [];
  });
});

test('a sawtooth, in which every 32nd logon frees all, is no leak', async (t) => {
  const sawtooth = dials({ SawtoothBytes: 1000, SawtoothPeriod: 32 });
  const settled = ['--max-cycles', '512', '--horizon', '512', '--mailbox-count', '20'];
  await onEngineByDay('ffi-napi', t, [...CURED, ...settled, ...sawtooth], (result, ffi) => {
    t.equal(result.verdict, 'no-leak', `${ffi}: ${result.reason}`);
    const heap = resourceOf(armOf(result), 'heapBytes');
    t.ok((heap.perCycle?.high ?? 99) < 64, heap.reason);
    return [];
  });
});

// 64 KiB in 250 logons are 262 bytes per logon, four times the margin.
const ONE_IN_250 = dials({ RareLeakBytes: 65_536, RareLeakEvery: 250 });
const RARE_BYTES_PER_LOGON = 65_536 / 250;

for (const [cycles, block] of [
  [512, 16],
  [4100, 50],
]) {
  const length = ['--cycles', `${cycles}`, '--block', `${block}`, '--mailbox-count', '20'];
  test(`one logon in 250 that leaks is never called clean, over ${cycles} logons in each process`, async (t) => {
    await onEngine('ffi-napi', t, [...CURED, '--no-explain', ...length, ...ONE_IN_250], (result, ffi) => {
      t.equal(result.verdict, 'inconclusive', `${ffi}: stairs are not yet a line: ${result.reason}`);
      const rate = resourceOf(armOf(result), 'heapBytes').perCycle;
      const inside = (rate?.low ?? 0) <= RARE_BYTES_PER_LOGON && (rate?.high ?? 0) >= RARE_BYTES_PER_LOGON;
      t.ok(inside, `${ffi}: 262 is in [${rate?.low}, ${rate?.high}]`);
      return [];
    });
  });
}
