import { test } from 'tap';
import { analyse } from '../../../harness/analyse/analyse.ts';
import { type Result, resultSchema } from '../../../harness/contract/result.ts';
import { noiseOf } from '../../support/noise.ts';
import { type ArmCurves, AT, type Curve, makeRun } from './make-run.ts';

const flat = () => (): number => 5_000_000;
const leaking = (bytes: number) => (): Curve => (c) => 5_000_000 + bytes * c;
const noisy =
  (bytes: number, spread: number, seed: number) =>
  (replicate: number): Curve => {
    const noise = noiseOf(100 * seed + replicate);
    return (c) => bytes * c + noise.normal(spread);
  };
const verdictOf = (curves: ArmCurves): string => analyse(makeRun({ curves })).verdict;

test('an exact leak is measured exactly, start-up or not', async (t) => {
  for (const bytes of [24, 1_000, 70_000]) {
    for (const startUp of [0, 4096, 1_048_576]) {
      const heapBytes = () => (c: number) => 5e6 + bytes * c + Math.round(startUp * (1 - Math.exp(-c / 50)));
      const result = analyse(
        makeRun({
          curves: { off: { heapBytes }, on: { heapBytes: flat }, control: { heapBytes: flat } },
          plan: { margin: { bytesPerCycle: 16, countPerCycle: 0.01, of: {} } },
        }),
      );
      const rate = result.arms[0]?.resources['heapBytes']?.perCycle;
      if (!rate) throw new Error('no rate');
      t.ok(Math.abs(rate.estimate - bytes) < 0.01 * bytes, `${bytes} bytes, start-up of ${startUp}`);
      t.ok(rate.low <= bytes && bytes <= rate.high, `[${rate.low}, ${rate.high}] holds ${bytes}`);
      t.ok(rate.high - rate.low < 1, 'and is narrow');
      t.equal(result.verdict, 'fixed');
    }
  }
});

test('what the control arm grows by is taken off', async (t) => {
  const { arms } = analyse(
    makeRun({
      curves: {
        off: { heapBytes: leaking(1010) },
        on: { heapBytes: leaking(10) },
        control: { heapBytes: leaking(10) },
      },
    }),
  );
  const estimates = arms.map(({ resources }) => resources['heapBytes']?.perCycle?.estimate ?? Number.NaN);
  t.strictSame(estimates.map(Math.round), [1000, 0, 10], 'the control arm itself is shown as it is');
});

test('the verdict follows from the arms and their difference', async (t) => {
  const heap = (off: number, on: number): ArmCurves => ({
    off: { heapBytes: leaking(off) },
    on: { heapBytes: leaking(on) },
  });
  t.equal(verdictOf(heap(1000, 0)), 'fixed');
  t.equal(verdictOf(heap(1000, 400)), 'reduced');
  t.equal(verdictOf(heap(1000, 1000)), 'not-fixed');
  t.equal(verdictOf(heap(1000, 999)), 'not-fixed', 'a difference below the margin matters to nobody');
  t.equal(verdictOf(heap(1000, 1001)), 'not-fixed', 'in either direction');
  t.equal(verdictOf(heap(1000, 1100)), 'worse');
  t.equal(verdictOf(heap(0, 1000)), 'worse');
  t.equal(verdictOf(heap(0, 0)), 'no-leak');
  t.equal(verdictOf({ off: { heapBytes: leaking(1000) } }), 'not-fixed', 'nothing was shown to cure it');
  t.equal(verdictOf({ off: { heapBytes: flat } }), 'no-leak');
  t.equal(
    verdictOf({
      off: { heapBytes: leaking(1000), handles: () => () => 90 },
      on: { heapBytes: flat, handles: () => (c) => 90 + c },
    }),
    'not-fixed',
    'less of one leak and more of another is no improvement',
  );
});

test('without an arm off, absent stands in for it; with both, the one that leaks does', async (t) => {
  t.equal(verdictOf({ absent: { heapBytes: leaking(1000) }, on: { heapBytes: flat } }), 'fixed');
  t.equal(
    verdictOf({ off: { heapBytes: flat }, absent: { heapBytes: leaking(1000) }, on: { heapBytes: flat } }),
    'fixed',
  );
  t.equal(verdictOf({ off: { heapBytes: leaking(900) }, absent: { heapBytes: leaking(1000) } }), 'not-fixed');
});

test('differences are given for every pair of settings, and swapping the arms turns them round', async (t) => {
  const a = noisy(800, 2000, 1);
  const b = noisy(300, 2000, 2);
  const there = analyse(
    makeRun({ curves: { off: { heapBytes: a }, on: { heapBytes: b }, absent: { heapBytes: a } } }),
  );
  const back = analyse(makeRun({ curves: { off: { heapBytes: b }, on: { heapBytes: a } } }));
  t.strictSame(
    there.differences.map(({ minuend, subtrahend }) => `${minuend}-${subtrahend}`),
    ['off-on', 'off-absent', 'absent-on'],
  );
  const plus = there.differences[0]?.resources['heapBytes']?.perCycle;
  const minus = back.differences[0]?.resources['heapBytes']?.perCycle;
  if (!plus || !minus) throw new Error('no rates');
  t.ok(Math.abs(plus.estimate + minus.estimate) < 1e-9);
  t.ok(Math.abs(plus.low + minus.high) < 1e-9);
  t.ok(Math.abs(plus.high + minus.low) < 1e-9);
  t.equal(there.verdict, 'reduced');
  t.equal(back.verdict, 'worse');
});

test('the reason gives the figures of each arm in one sentence', async (t) => {
  const { reason } = analyse(
    makeRun({
      curves: {
        off: { heapBytes: leaking(4096), heaps: () => (c) => 3 + c },
        on: { heapBytes: flat, heaps: () => () => 3 },
      },
    }),
  );
  t.equal(
    reason,
    'off: 4,096 bytes [4,095.99, 4,096.01] and 1 heap [0.9991, 1.0009] per logon; on: none down to 5.2 bytes; up to cycle 1,000 of each process',
  );
  t.match(
    analyse(makeRun({ curves: { off: { heapBytes: flat }, on: { heapBytes: flat } } })).reason,
    /^not reproduced down to 5\.2 bytes per logon; off: none down to/,
  );
  t.match(
    analyse(makeRun({ curves: { off: { heapBytes: leaking(1000) }, on: { heapBytes: leaking(400) } } }))
      .reason,
    /; on: reduced by 60 % \[60, 60\] \(busy heap bytes\); up to cycle 1,000 of each process$/,
  );
});

test('a control arm that grows makes every answer inconclusive', async (t) => {
  const result = analyse(
    makeRun({
      curves: {
        off: { heapBytes: leaking(1000) },
        on: { heapBytes: flat },
        control: { heapBytes: leaking(100) },
      },
    }),
  );
  t.equal(result.verdict, 'inconclusive');
  t.match(result.reason, /control arm.*100 bytes.*instrument/);
});

test('a control arm that grows only in what is coarse is subtracted, and pointed out', async (t) => {
  const of = (heap: number, pages: number) => ({ heapBytes: leaking(heap), privateBytes: leaking(pages) });
  const result = analyse(makeRun({ curves: { off: of(1000, 5000), on: of(0, 4000), control: of(0, 4000) } }));
  t.equal(result.verdict, 'fixed');
  t.match(
    result.warnings.join('\n'),
    /control arm grew by 4,000 bytes .*private bytes: that much was subtracted/,
  );
});

test('a control arm that is open is named in the reason, and a verdict must hold without it, too', async (t) => {
  // One jump of the instrument, the same in each process: 400 bytes per cycle to a straight line.
  const jump = () => (c: number) => (c < 600 ? 0 : 300_000);
  const beside = (off: number): Result =>
    analyse(
      makeRun({
        curves: { off: { heapBytes: leaking(off) }, on: { heapBytes: flat }, control: { heapBytes: jump } },
      }),
    );
  const hidden = beside(300);
  t.equal(hidden.verdict, 'inconclusive', 'subtracting the jump would hide this leak');
  t.match(hidden.arms[0]?.resources['heapBytes']?.reason, /settle the control arm first$/);
  const rate = hidden.arms[0]?.resources['heapBytes']?.perCycle;
  t.ok(rate && rate.low < 0 && rate.high > 299, 'the interval holds the growth with and without it');
  const large = beside(9000);
  t.equal(large.arms[0]?.verdict, 'leak', 'this one it cannot hide');
  t.equal(large.arms[1]?.verdict, 'inconclusive', 'but beside a jump nothing is acquitted');
  t.match(large.reason, /; control: inconclusive, busy heap bytes: grew by /);
  const drifting = (replicate: number) => leaking([-400, -380, 400, 420][replicate - 1] ?? Number.NaN)();
  const noisyControl = analyse(
    makeRun({
      curves: { off: { heapBytes: flat }, on: { heapBytes: flat }, control: { heapBytes: drifting } },
    }),
  );
  t.equal(noisyControl.verdict, 'inconclusive', 'its error is in every interval');
  t.match(noisyControl.reason, /; control: inconclusive/);
});

test('a control arm without a reading subtracts nothing, and the reason says so', async (t) => {
  const made = makeRun({
    curves: { off: { heapBytes: leaking(1000) }, on: { heapBytes: flat }, control: { handles: flat } },
  });
  t.match(analyse(made).reason, /^off: 1,000 bytes.*; control: inconclusive, without a reading of the heaps/);
});

test('an arm whose setting was not in force makes the run invalid', async (t) => {
  const made = makeRun({
    curves: { off: { heapBytes: leaking(1000) }, on: { heapBytes: flat } },
    events: [{ ...AT, event: 'arm-invalid', arm: 'on', reason: 'the flag read back as 0' }],
  });
  const result = analyse(made);
  t.equal(result.verdict, 'invalid');
  t.equal(result.reason, 'on: the flag read back as 0');
  t.equal(result.arms[1]?.verdict, 'invalid');
});

test('a leak that is fixed is not claimed while the other arm is open', async (t) => {
  const result = analyse(
    makeRun({ curves: { off: { heapBytes: leaking(1000) }, on: { heapBytes: noisy(0, 500_000, 3) } } }),
  );
  t.equal(result.verdict, 'inconclusive');
  t.match(
    result.reason,
    /^off: 1,000 bytes.*; on: inconclusive, busy heap bytes: .*about [\d,]+ cycles per replicate/,
  );
});

test('a result is what the schema of result.json says', async (t) => {
  const made = makeRun({
    curves: {
      off: { heapBytes: leaking(1000), privateBytes: leaking(1200), workingSetBytes: leaking(3) },
      on: { heapBytes: flat },
      control: { heapBytes: flat },
    },
    failedCycles: { off: 3 },
  });
  const result = analyse(made);
  t.strictSame(resultSchema.parse(result), result);
  t.strictSame(JSON.parse(JSON.stringify(result)), result, 'and every number in it is finite');
  t.ok(result.complete);
  t.ok(result.standIn);
  t.equal(result.scenario, 'logon');
});

test('an arm reports its flag, its cycles and its pace', async (t) => {
  const { arms } = analyse(
    makeRun({ curves: { off: { heaps: () => () => 3 }, on: {}, absent: {}, control: {} } }),
  );
  t.strictSame(
    arms.map(({ arm, cleanUpMapiHeap }) => [arm, cleanUpMapiHeap]),
    [
      ['off', 0],
      ['on', 1],
      ['absent', null],
      ['control', null],
    ],
  );
  t.equal(arms[0]?.cycles, 4000);
  t.equal(arms[0]?.replicates, 4);
  t.equal(arms[0]?.cyclesPerSecond, 500, '2 ms a cycle');
});

test('a run that was cut short is not complete', async (t) => {
  const whole = makeRun({ curves: { off: { heapBytes: flat } } });
  t.ok(analyse(whole).complete);
  const { plan } = whole;
  t.notOk(analyse({ ...whole, plan: { ...plan, length: { by: 'cycles', cycles: 1001 } } }).complete);
  t.ok(analyse({ ...whole, plan: { ...plan, length: { by: 'duration', durationMs: 1 } } }).complete);
  const slot = { replicate: 'off-5', arm: 'off', round: 5 } as const;
  t.notOk(analyse({ ...whole, plan: { ...plan, order: [...plan.order, slot] } }).complete);
});

test('arms of different lengths that grow alike do not differ: what slows down has slowed in one of them', async (t) => {
  const slowing = () => (c: number) => 4000 * c ** 0.9;
  const shape = { curves: { off: { heapBytes: slowing }, on: { heapBytes: slowing } }, cycles: 4096 };
  for (const made of [
    makeRun({ ...shape, stoppedAt: { on: 1100 } }),
    makeRun({ ...shape, stoppedAt: { off: 1100 } }),
    makeRun({ ...shape, exhaustedAt: { off: 1100 } }),
  ]) {
    const [difference] = analyse(made).differences;
    const heap = difference?.resources['heapBytes'];
    t.not(heap?.verdict, 'leak');
    t.ok(heap?.perCycle && heap.perCycle.low <= 0 && heap.perCycle.high >= 0);
  }
});

test('a control arm that shrinks makes no leak of an arm that hardly grows', async (t) => {
  const beside = (off: number): Result =>
    analyse(
      makeRun({
        curves: {
          off: { heapBytes: leaking(off) },
          on: { heapBytes: flat },
          control: { heapBytes: leaking(-100) },
        },
      }),
    );
  const heap = beside(1).arms[0]?.resources['heapBytes'];
  t.equal(heap?.verdict, 'inconclusive');
  t.match(heap?.reason, /as the control arm is not shown to be flat: settle the control arm first$/);
  t.ok(heap?.perCycle && heap.perCycle.low <= 1 && heap.perCycle.high >= 101, 'the interval holds both');
  t.equal(beside(1000).arms[0]?.verdict, 'leak', 'a leak is one with and without it');
});
