import { test } from 'tap';
import { type ArmGrowth, armGrowthOf, NO_GROWTH } from '../../../harness/analyse/arm-growth.ts';
import { acrossRuns } from '../../../harness/analyse/between-runs/across.ts';
import { changesOf } from '../../../harness/analyse/change.ts';
import { differencesOf, differenceVerdict } from '../../../harness/analyse/difference.ts';
import { bothFailed, failedBy, NONE_FAILED, successClockOf } from '../../../harness/analyse/failed-cycles.ts';
import { type Judgement, judge, judgeBesideOpen } from '../../../harness/analyse/judge.ts';
import { reasonOf } from '../../../harness/analyse/reason.ts';
import { reductionOf } from '../../../harness/analyse/reduction.ts';
import { ReplicateLog } from '../../../harness/analyse/replicate-log.ts';
import { resourceResultOf } from '../../../harness/analyse/resource-result.ts';
import { rulesFor } from '../../../harness/analyse/rules.ts';
import { failedShareOf } from '../../../harness/analyse/succeeded.ts';
import { NIGHTLY } from '../../support/nightly.ts';
import { byChance, CYCLES, failingArm, outage } from './failing-arms.ts';
import { exhaustedAt, PLAN, WALKED } from './make-run.ts';
import { resultsOf } from './results.ts';
import { armOfCurves, sampledCycles } from './traces.ts';

const RULES = rulesFor('heapBytes', PLAN);
const OF_DIFFERENCES = rulesFor('heapBytes', PLAN, 'difference');
const MARGIN = RULES.margin;
const SHARES = [0.02, 0.1, 0.3, 0.45] as const;
const SEEDS = NIGHTLY ? 500 : 10;

const WHO = { schema: 1, kind: 'quiescent', replicate: 'off-1', arm: 'off', phase: 'sweep' } as const;
const SAMPLE = { ...WHO, elapsedMs: 1, readings: {}, walk: WALKED } as const;

const wordOf = ({ finding }: Judgement): string =>
  finding.verdict === 'inconclusive' ? finding.cause : finding.verdict;
const judged = (arm: ArmGrowth, control = NO_GROWTH): string => wordOf(judge(arm, control, RULES));
/** As it was judged by the rates per cycle alone. */
const perCycle = (arm: ArmGrowth): ArmGrowth => ({ ...arm, succeeded: null });
const flat = failingArm(byChance(0), { perSuccess: 0 }, 1);

for (const share of SHARES) {
  test(`with ${share * 100} % of failed cycles, growth per success beyond the margin is never acquitted`, async (t) => {
    const beyond = { perSuccess: 1.01 * MARGIN };
    const outageCycles = share * CYCLES;
    const patterns = [
      ...Array.from({ length: SEEDS }, (_, seed) => failingArm(byChance(share), beyond, seed)),
      ...Array.from({ length: SEEDS }, (_, seed) =>
        failingArm(byChance(share), { ...beyond, noise: 2000 }, seed),
      ),
      ...[0, 500, 800, 1100, CYCLES - outageCycles].map((from) => failingArm(outage(share, from), beyond, 1)),
    ];
    for (const [at, arm] of patterns.entries()) {
      t.not(judged(arm), 'no-leak', `pattern ${at}`);
      t.not(wordOf(judgeBesideOpen(arm, flat, RULES)), 'no-leak', `pattern ${at}, the control arm open`);
    }
    const before = patterns.slice(0, SEEDS).filter((arm) => judged(perCycle(arm)) === 'no-leak').length;
    t.ok(
      share < 0.1 || before > SEEDS / 2,
      `${before} of which the rate per cycle alone would have acquitted`,
    );
  });

  test(`with ${share * 100} % of failed cycles, what does not grow is acquitted all the same`, async (t) => {
    for (let seed = 0; seed < 5; seed += 1) {
      t.equal(judged(failingArm(byChance(share), { perSuccess: 0 }, seed)), 'no-leak');
      t.equal(judged(failingArm(byChance(share), { perSuccess: MARGIN / 4 }, seed)), 'no-leak');
    }
  });
}

test('failures neither help to convict nor hinder it', async (t) => {
  for (const share of SHARES) {
    for (let seed = 0; seed < 5; seed += 1) {
      const leaks = failingArm(byChance(share), { perSuccess: 4096 }, seed);
      t.equal(judged(leaks), judged(perCycle(leaks)));
      const failuresLeak = failingArm(byChance(share), { perSuccess: 0, perFailure: 4096 }, seed);
      t.equal(judged(failuresLeak) === 'leak', judged(perCycle(failuresLeak)) === 'leak');
      t.not(judged(failuresLeak), 'no-leak', 'calls that fail may leak as well');
    }
  }
});

test('without a failed cycle everything is bit for bit as it was', async (t) => {
  const curve = (cycle: number): number => 60 * cycle;
  const arm = failingArm(byChance(0), { perSuccess: 60 }, 1);
  t.strictSame(arm, armOfCurves([curve, curve, curve, curve], CYCLES));
  t.equal(arm.succeeded, null);
  const judgement = judge(arm, flat, RULES);
  t.equal(judgement.succeeded, null);
  t.notMatch(reasonOf(judgement, RULES), /succeeded/);
  t.equal(successClockOf({ cycles: 100, failedCycles: 0, ending: { kind: 'finished' } }), null);
});

test('the failures by which a process ran out are no part of its growth', async (t) => {
  const memory = { privateBytes: null, virtualBytes: null, heaps: null };
  const endedAt = (failedCycles: number) => {
    const what = { code: 'MAPI_E_NOT_ENOUGH_MEMORY', call: 'MAPILogonEx', mailbox: 'ann' };
    const exhausted = { ...what, ...memory, cycle: 97, cycles: 100, failedCycles };
    return { cycles: 100, failedCycles, ending: { kind: 'exhausted', exhausted } } as const;
  };
  t.equal(successClockOf(endedAt(3)), null, 'three in a row');
  const failures = { x: Float64Array.of(50, 100), y: Float64Array.of(2, 5) };
  const clock = successClockOf({ ...endedAt(5), failures });
  t.same(
    [40, 60, 100].map((cycle) => clock?.(cycle)),
    [40, 58, 98],
    'those before are',
  );
});

test('rates that are shown stay per cycle', async (t) => {
  const arm = failingArm(byChance(0.3), { perSuccess: 4096 }, 1);
  const { rate, succeeded } = judge(arm, NO_GROWTH, RULES);
  t.strictSame(rate, judge(perCycle(arm), NO_GROWTH, RULES).rate);
  t.ok(Math.abs((succeeded?.rate.estimate ?? 0) - 4096) < 1, 'and beside them the one per success');
});

test('the reason says how many failed, and what a logon that succeeded may leave behind', async (t) => {
  const diluted = judge(failingArm(byChance(0.45), { perSuccess: 80 }, 3), NO_GROWTH, RULES);
  t.match(
    reasonOf(diluted, RULES),
    /^grew by 4\d.* bytes .*, but 4\d\.\d % of its cycles failed, and per logon that succeeded it may be up to 8\d bytes \(margin 64 bytes\): see to the failures first/,
  );
  const clean = judge(failingArm(byChance(0.1), { perSuccess: 0 }, 3), NO_GROWTH, RULES);
  t.match(
    reasonOf(clean, RULES),
    /^grew by at most .* bytes per logon .*, and by at most .* bytes per logon that succeeded, as \d+\.\d % of its cycles failed$/,
  );
});

test('one failed logon does not cost a lone process on a line its verdict', async (t) => {
  const lone = (perCycleBytes: number, failedAt: number | null): ArmGrowth => {
    const cycles = Float64Array.from(sampledCycles(CYCLES));
    const failures =
      failedAt === null ? {} : { failures: { x: Float64Array.of(failedAt), y: Float64Array.of(1) } };
    const who = { replicate: 'off-1', arm: 'off' } as const;
    const counts = {
      cycles: CYCLES,
      failedCycles: failedAt === null ? 0 : 1,
      elapsedMs: 1,
      walksOverBudget: 0,
    };
    return armGrowthOf(
      [{ ...who, cycles, values: cycles.map((cycle) => perCycleBytes * cycle) }],
      [{ ...who, ...counts, ending: { kind: 'finished' }, ...failures }],
      1,
    );
  };
  for (const failedAt of [100, 900, 1500, 2000]) {
    t.equal(differenceVerdict(lone(2000, failedAt), lone(0, null), OF_DIFFERENCES), 'leak', `${failedAt}`);
    t.equal(judged(lone(MARGIN / 4, failedAt)), 'no-leak', `${failedAt}`);
  }
});

test('that failed before the rate begins is not said to be none', async (t) => {
  const early = judge(failingArm(outage(0.05, 300), { perSuccess: 0 }, 1), NO_GROWTH, RULES);
  t.match(reasonOf(early, RULES), /per logon that succeeded, as some of its cycles failed$/);
});

test('a control arm that shrinks does not hide growth per success', async (t) => {
  const shrinking = failingArm(byChance(0), { perSuccess: -30 }, 7);
  // The instrument gives back 30 bytes in every cycle, failed or not.
  const arm = failingArm(byChance(0.4), { perSuccess: 1.01 * MARGIN - 30, perFailure: -30 }, 2);
  t.not(judged(arm, shrinking), 'no-leak');
});

test('of failures that nobody knows the time of, the worst is taken', async (t) => {
  const arm = (share: number, perSuccess: number): ArmGrowth =>
    failingArm(byChance(share), { perSuccess }, 1, false);
  t.equal(judged(arm(0.1, 0)), 'no-leak');
  t.not(judged(arm(0.1, 1.01 * MARGIN)), 'no-leak');
  t.not(judged(arm(0.1, 0.9 * MARGIN)), 'no-leak', 'they may all lie in the last half');
  t.equal(judged(arm(0.55, 0)), 'failed-cycles', 'then not one cycle of that half need have succeeded');
});

test('a difference is not credited to the flag where failures may be why', async (t) => {
  const verdict = (more: ArmGrowth, less: ArmGrowth): string => differenceVerdict(more, less, OF_DIFFERENCES);
  const alike = { perSuccess: 1000, noise: 50 };
  for (const share of SHARES) {
    for (let seed = 0; seed < (NIGHTLY ? 200 : 5); seed += 1) {
      const none = failingArm(byChance(0), alike, seed + 100);
      const some = failingArm(byChance(share), alike, seed);
      t.not(verdict(none, some), 'leak', 'the arm that fails is diluted');
      const error = { perSuccess: 1000, perFailure: 9000, noise: 50 };
      const failing = failingArm(byChance(share), error, seed);
      t.not(verdict(failing, none), 'leak', 'the arm that fails leaks by failing');
      t.not(
        acrossRuns({ arm: none, control: NO_GROWTH }, { arm: some, control: NO_GROWTH }, OF_DIFFERENCES)
          .verdict,
        'less',
      );
      t.not(
        acrossRuns({ arm: none, control: NO_GROWTH }, { arm: failing, control: NO_GROWTH }, OF_DIFFERENCES)
          .verdict,
        'more',
      );
    }
  }
  const off = failingArm(byChance(0.1), alike, 1);
  const on = failingArm(byChance(0.1), { perSuccess: 100, noise: 50 }, 2);
  t.equal(verdict(off, on), 'leak', 'where both fail alike, the flag has done it');
  t.equal(
    verdict(off, failingArm(byChance(0.3), { perSuccess: 100, noise: 50 }, 2)),
    'leak',
    'or where dilution is not enough',
  );
});

test('a process of which nearly all failed leaves open what is known per success', async (t) => {
  // One of four processes does no more after its first quarter: it dilutes the others, and has no rate of its own.
  const some = failingArm(
    (seed) => (cycle) => seed % 4 === 0 && cycle >= CYCLES / 8,
    { perSuccess: 1000 },
    1,
  );
  const all = failingArm(byChance(0), { perSuccess: 1000 }, 2);
  const leak = resultsOf({ heapBytes: { verdict: 'leak', rate: [1, 2, 3] } });
  const compared = (off: ArmGrowth, on: ArmGrowth) =>
    differencesOf({
      resultsByArm: new Map([
        ['off', leak],
        ['on', leak],
      ]),
      growths: (arm, resource) => (resource !== 'heapBytes' ? NO_GROWTH : arm === 'off' ? off : on),
      rulesOf: (resource) => rulesFor(resource, PLAN, 'difference'),
      lookOf: () => CYCLES,
      processesOf: () => 8,
      looks: [],
    })[0];
  const resources = compared(some, all)?.resources ?? {};
  t.match(resources, { heapBytes: { verdict: 'inconclusive', perSuccessfulCycle: null } });
  const clean = failingArm((seed) => (cycle) => seed % 4 === 0 && cycle >= CYCLES / 8, { perSuccess: 0 }, 1);
  const why = /but nearly all cycles of a process failed, and per logon that succeeded nothing is known/;
  t.match(reasonOf(judge(clean, NO_GROWTH, RULES), RULES), why);
  const between = compared(clean, flat)?.resources['heapBytes']?.reason;
  t.match(
    between,
    /nearly all cycles of a process of off failed, and 0 % of the cycles of on, which may be why/,
  );
  const changes = changesOf(['heapBytes'], resources, (resource) => rulesFor(resource, PLAN, 'difference'));
  t.same(changes.more, [], 'off is diluted: that on grows by more is not proven');
  for (const resource of ['heapBytes', 'workingSetBytes'] as const) {
    const evidence = { resource, control: NO_GROWTH, controlIsOpen: false };
    const more = { unsupported: undefined, walksOverBudget: 0 };
    const result = (arm: ArmGrowth) =>
      resourceResultOf({ ...evidence, ...more, arm }, rulesFor(resource, PLAN)).perSuccessfulCycle;
    t.equal(result(some), null);
    t.equal(result(all), undefined);
    t.match(result(failingArm(byChance(0.1), { perSuccess: 1000 }, 3)), { estimate: Number });
  }
});

test('that the flag does nothing is not said of arms that differ per success', async (t) => {
  // 300 bytes in two cycles of three are as many per cycle as 200 in each.
  const diluted = failingArm(byChance(1 / 3), { perSuccess: 300 }, 1);
  const other = failingArm(byChance(0), { perSuccess: 200 }, 2);
  t.equal(differenceVerdict(perCycle(diluted), other, OF_DIFFERENCES), 'no-leak');
  t.equal(differenceVerdict(diluted, other, OF_DIFFERENCES), 'inconclusive');
  const across = (a: ArmGrowth, b: ArmGrowth) =>
    acrossRuns({ arm: a, control: NO_GROWTH }, { arm: b, control: NO_GROWTH }, OF_DIFFERENCES);
  t.match(across(diluted, other), { verdict: 'inconclusive', open: 'failed-cycles' });
});

test('a reduction holds both what is gone per cycle and per success', async (t) => {
  const leak = resultsOf({ heapBytes: { verdict: 'leak', rate: [1, 2, 3] } });
  const off = failingArm(byChance(0), { perSuccess: 1000, noise: 50 }, 1);
  const on = failingArm(byChance(0.4), { perSuccess: 500, noise: 50 }, 2);
  const reduction = reductionOf(
    { minuend: leak, subtrahend: leak, results: leak },
    () => [off, on],
    () => OF_DIFFERENCES,
    () => NO_GROWTH,
  );
  if (reduction === null) throw new Error('no reduction');
  t.ok(reduction.low < 0.5 && reduction.high > 0.69, `${reduction.low} to ${reduction.high}`);
});

test('what failed when a process ran out is known by its cycle, in whichever order that is told', async (t) => {
  const told = [
    (log: ReplicateLog) => log.add({ ...SAMPLE, cycle: 10, failedCycles: 1 }),
    (log: ReplicateLog) => log.add({ ...SAMPLE, cycle: 20, failedCycles: 2 }),
    (log: ReplicateLog) => log.ranOut({ ...exhaustedAt(25), cycles: 25, failedCycles: 5 }, false),
  ] as const;
  for (const order of [told, [told[2], told[0], told[1]]]) {
    const log = new ReplicateLog('off-1', 'off');
    for (const tell of order) tell(log);
    const { failedCycles, failures } = log.facts();
    t.equal(failedCycles, 5);
    t.same(
      [9, 10, 20, 24, 25].map((cycle) => failedBy(failures ?? NONE_FAILED, cycle)),
      [0, 1, 2, 2, 5],
    );
  }
});

test('failures are counted by the cycle, and added up', async (t) => {
  const a = { x: Float64Array.of(10, 20), y: Float64Array.of(1, 3) };
  const b = { x: Float64Array.of(15, 20), y: Float64Array.of(5, 6) };
  t.same(
    [9, 10, 19, 20, 99].map((cycle) => failedBy(a, cycle)),
    [0, 1, 1, 3, 3],
  );
  t.strictSame(bothFailed(a, b), { x: Float64Array.of(10, 15, 20), y: Float64Array.of(1, 6, 9) });
  const { share } = failedShareOf(failingArm(byChance(0.3), { perSuccess: 1 }, 1));
  t.ok(Math.abs(share - 0.3) < 0.03, `${share}`);
});
