import { test } from 'tap';
import { analyse } from '../../../../harness/analyse/analyse.ts';
import { type ComparedRun, compareRuns } from '../../../../harness/analyse/between-runs/compare-runs.ts';
import { exitCodeOfDiff } from '../../../../harness/analyse/between-runs/diff-verdict.ts';
import type { Rate } from '../../../../harness/contract/result.ts';
import { type DiffVerdict, type RunDiff, runDiffSchema } from '../../../../harness/contract/run-diff.ts';
import { nightEntry } from '../../../support/history-entries.ts';
import { noiseOf } from '../../../support/noise.ts';
import fc from '../../../support/seeded-properties.ts';
import { ENVIRONMENT, makeRun, type RunShape, settledPlan } from '../make-run.ts';

interface Leak {
  /** Bytes per cycle, by arm. */
  readonly off: number;
  readonly on: number;
  /** Of single samples, in bytes. */
  readonly noise?: number;
  readonly seed?: number;
  readonly cycles?: number;
  readonly change?: Partial<RunShape>;
}

function runOf({ change, cycles = 600, noise = 0, off, on, seed = 0 }: Leak): ComparedRun {
  const curve = (slope: number, arm: number) => (replicate: number) => {
    const own = noiseOf(seed * 1000 + arm * 100 + replicate);
    return (cycle: number): number => 1e6 + slope * cycle + own.normal(noise);
  };
  const curves = { off: { heapBytes: curve(off, 1) }, on: { heapBytes: curve(on, 2) } };
  const run = makeRun({ curves, cycles, ...change });
  return {
    ...run,
    environment: { ...ENVIRONMENT, ...change?.environment },
    result: analyse(run),
    entry: nightEntry(seed, {}),
  };
}

const withoutSamples = (run: ComparedRun): ComparedRun => ({ ...run, collected: null });

const differenceIn = ({ arms }: RunDiff, arm: 'off' | 'on') =>
  arms.find((each) => each.arm === arm)?.resources['heapBytes'];

const CURED = { off: 4096, on: 0 };
const EXACT = runOf(CURED);

test('two runs of the same leak show no difference, down to a size that is named', (t) => {
  const diff = compareRuns(EXACT, runOf({ ...CURED, seed: 1 }));
  t.equal(diff.verdict, 'same', diff.reason);
  t.match(
    diff.reason,
    /off: no difference down to .* per logon; on: no difference down to .*; up to cycle 600/,
  );
  t.same(runDiffSchema.parse(diff), diff);
  t.equal(diff.comparable, true);
  t.end();
});

test('a leak that a hotfix cures is less in B, and says by how much', (t) => {
  const diff = compareRuns(runOf({ off: 4096, on: 4096 }), EXACT);
  t.equal(diff.verdict, 'less', diff.reason);
  t.match(diff.reason, /on: 4,096 bytes \[.*\] per logon less in B/);
  t.match(differenceIn(diff, 'on'), { verdict: 'less', a: { estimate: 4096 }, b: { estimate: 0 } });
  t.match(differenceIn(diff, 'off'), { verdict: 'same' });
  t.end();
});

test('less of one arm and more of another is mixed', (t) => {
  t.equal(compareRuns(runOf({ off: 4096, on: 0 }), runOf({ off: 0, on: 4096 })).verdict, 'mixed');
  t.end();
});

test('noise that hides the margin leaves it open, and says what would settle it', (t) => {
  const [a, b] = [1, 2].map((seed) => runOf({ ...CURED, noise: 1e5, seed }));
  if (a === undefined || b === undefined) throw new Error('two runs');
  const diff = compareRuns(a, b);
  t.equal(diff.verdict, 'inconclusive', diff.reason);
  t.match(diff.reason, /too uncertain/);
  t.end();
});

test('runs that are too short show a difference, but never that there is none', (t) => {
  const short = runOf({ ...CURED, cycles: 200 });
  t.equal(compareRuns(short, runOf({ ...CURED, cycles: 200, seed: 1 })).verdict, 'inconclusive');
  t.equal(compareRuns(short, runOf({ off: 4096, on: 4096, cycles: 200 })).verdict, 'more');
  t.end();
});

test('without samples the results are compared, and it is said', (t) => {
  const diff = compareRuns(withoutSamples(runOf({ off: 4096, on: 4096 })), EXACT);
  t.match(diff, { basis: 'results', verdict: 'less' });
  t.match(diff.warnings.join(), /no samples any more/);
  t.equal(compareRuns(withoutSamples(EXACT), withoutSamples(runOf({ ...CURED, seed: 1 }))).verdict, 'same');
  t.end();
});

test('without samples, too, nothing is decided that failed cycles may be why', (t) => {
  const failing = (run: ComparedRun, total: number, perSuccessfulCycle: Rate | null): ComparedRun => {
    const arms = run.result.arms.map((arm) => {
      const { heapBytes } = arm.resources;
      if (arm.arm !== 'off' || heapBytes === undefined) return arm;
      const resources = { ...arm.resources, heapBytes: { ...heapBytes, perSuccessfulCycle } };
      return { ...arm, resources, failures: { ...arm.failures, total } };
    });
    return withoutSamples({ ...run, result: { ...run.result, arms } });
  };
  const found = (a: ComparedRun, b: ComparedRun) => differenceIn(compareRuns(a, b), 'off')?.verdict;
  const per = (estimate: number): Rate => ({
    ...{ estimate, low: estimate - 1, high: estimate + 1, confidence: 0.95 },
  });
  const grows = runOf({ off: 5000, on: 0 });
  t.equal(
    found(withoutSamples(EXACT), failing(grows, 1, per(5002))),
    'more',
    'a single failed logon is not why',
  );
  t.equal(found(withoutSamples(EXACT), failing(grows, 700, per(7000))), 'inconclusive', 'failures may leak');
  t.equal(found(failing(grows, 700, per(7000)), withoutSamples(EXACT)), 'inconclusive');
  t.equal(found(withoutSamples(grows), failing(EXACT, 200, per(5000))), 'inconclusive', 'it may be diluted');
  t.equal(found(withoutSamples(grows), failing(EXACT, 200, null)), 'inconclusive', 'by how much is unknown');
  t.end();
});

test('a control arm that grows makes its run comparable with none', (t) => {
  const leaking = (replicate: number) => (cycle: number) => replicate + 4096 * cycle;
  const control = { control: { heapBytes: leaking }, off: { heapBytes: leaking } };
  const drifting = runOf({ ...CURED, change: { curves: control } });
  const diff = compareRuns(drifting, drifting);
  t.equal(diff.verdict, 'inconclusive');
  t.match(diff.reason, /control arm of run A, .* the instrument itself grows/);
  t.end();
});

test('the control arm of each run is subtracted', (t) => {
  const of = (instrument: number) =>
    runOf({
      ...CURED,
      change: {
        curves: {
          off: { heapBytes: () => (cycle) => (100 + instrument) * cycle },
          control: { heapBytes: () => (cycle) => instrument * cycle },
        },
      },
    });
  t.match(differenceIn(compareRuns(of(0), of(50)), 'off')?.difference, { estimate: 0 });
  t.end();
});

test('what must match is told from what is only named', (t) => {
  const other = runOf({ ...CURED, change: { environment: { bitness: 32, node: '99.0.0' } } });
  const diff = compareRuns(EXACT, other);
  t.equal(diff.comparable, false);
  t.match(diff.conditions, [
    { kind: 'bitness', a: '64-bit', b: '32-bit' },
    { kind: 'also', what: 'node', b: '99.0.0' },
  ]);
  t.equal(compareRuns(EXACT, runOf({ ...CURED, change: { environment: { cpus: 64 } } })).comparable, true);
  t.end();
});

test('runs that were settled at different looks are compared up to the earlier one', (t) => {
  const settled = (cycles: number) => runOf({ ...CURED, cycles, change: { plan: settledPlan(4096) } });
  const diff = compareRuns(settled(2048), settled(1024));
  t.equal(diff.verdict, 'same', diff.reason);
  t.equal(differenceIn(diff, 'off')?.upToCycle, 1024);
  t.end();
});

test('exit codes are as everywhere', (t) => {
  const codes = (verdict: DiffVerdict) =>
    ([null, 'same', 'less', 'more', 'not-more'] as const).map((expect) =>
      exitCodeOfDiff({ verdict }, expect),
    );
  t.same(codes('same'), [0, 0, 1, 1, 0]);
  t.same(codes('less'), [0, 1, 0, 1, 0]);
  t.same(codes('more'), [0, 1, 1, 0, 1]);
  t.same(codes('mixed'), [0, 1, 1, 1, 1]);
  t.same(codes('inconclusive'), [3, 3, 3, 3, 3]);
  t.same(codes('invalid'), [4, 4, 4, 4, 4]);
  t.end();
});

const OPPOSITE: Readonly<Record<string, string>> = { less: 'more', more: 'less' };

const turned = (rate: Rate | null | undefined): readonly number[] =>
  rate ? [-rate.estimate, -rate.high, -rate.low] : [];
const plain = (rate: Rate | null | undefined): readonly number[] =>
  rate ? [rate.estimate, rate.low, rate.high] : [];

test('which run is named first changes nothing but the sign', (t) => {
  const leak = fc.record({
    off: fc.integer({ min: 0, max: 5000 }),
    on: fc.integer({ min: 0, max: 300 }),
    noise: fc.integer({ min: 0, max: 3000 }),
    seed: fc.nat({ max: 1000 }),
    cycles: fc.constantFrom(300, 600),
  });
  fc.assert(
    fc.property(leak, leak, fc.boolean(), (one, other, bySamples) => {
      const runs = [one, other].map((each) => (bySamples ? runOf(each) : withoutSamples(runOf(each))));
      const [a, b] = runs;
      if (a === undefined || b === undefined) throw new Error('two runs');
      const [forth, back] = [compareRuns(a, b), compareRuns(b, a)];
      t.equal(back.verdict, OPPOSITE[forth.verdict] ?? forth.verdict);
      for (const arm of ['off', 'on'] as const) {
        const [there, again] = [forth, back].map((diff) => differenceIn(diff, arm)?.difference);
        const pairs = plain(there).map(
          (value, index) => [value, turned(again)[index] ?? Number.NaN] as const,
        );
        t.ok(pairs.every(([x, y]) => Math.abs(x - y) <= 1e-6 * (1 + Math.abs(x))));
      }
    }),
    { numRuns: 15, seed: 891509 },
  );
  t.end();
});

test('runs of nothing but noise seldom differ, and their intervals hold the truth', (t) => {
  const pairs = 100;
  let apart = 0;
  let missed = 0;
  for (let seed = 0; seed < pairs; seed += 1) {
    const [a, b] = [2 * seed, 2 * seed + 1].map((each) => runOf({ ...CURED, noise: 3000, seed: each }));
    if (a === undefined || b === undefined) throw new Error('two runs');
    const diff = compareRuns(a, b);
    if (diff.verdict !== 'same' && diff.verdict !== 'inconclusive') apart += 1;
    for (const arm of ['off', 'on'] as const) {
      const rate = differenceIn(diff, arm)?.difference;
      if (!rate || rate.low > 0 || rate.high < 0) missed += 1;
    }
  }
  t.ok(apart <= 0.05 * pairs, `${apart} of ${pairs} differ`);
  t.ok(missed <= 0.05 * 2 * pairs, `${missed} of ${2 * pairs} intervals miss`);
  t.end();
});
