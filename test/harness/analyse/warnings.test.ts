import { test } from 'tap';
import { analyse } from '../../../harness/analyse/analyse.ts';
import type { ReplicateFacts } from '../../../harness/analyse/series.ts';
import { createSeriesCollector } from '../../../harness/analyse/series.ts';
import { AT, makeRun, type RunShape, sampleAt } from './make-run.ts';

const flat = () => (): number => 5_000_000;
const warningsOf = (shape: Partial<RunShape>): string =>
  analyse(
    makeRun({ curves: { off: { heapBytes: flat }, control: { heapBytes: flat } }, cycles: 1300, ...shape }),
  ).warnings.join('\n');

const NO_SELF_TEST =
  'no self-test (--no-self-test): nothing shows that this instrument would have found a leak';

test('a run as it should be has no warnings but what it was told to leave out', async (t) => {
  t.equal(warningsOf({}), NO_SELF_TEST);
  t.match(
    warningsOf({ curves: { off: { heapBytes: flat } } }),
    /no self-test \(no control arm\): nothing shows that/,
  );
});

test('what the checks before the run warned of the flag and the builds is repeated, and nothing else', async (t) => {
  const check = { title: 'T', finding: 'found', remedy: null };
  const preflight = [
    { ...check, id: 'flag', outcome: 'warn', title: 'Flag' },
    { ...check, id: 'flag-key', outcome: 'warn', title: 'Flag key' },
    { ...check, id: 'mapi-build', outcome: 'warn', title: 'Mapi32.dll' },
    { ...check, id: 'cdo-build', outcome: 'unknown' },
    { ...check, id: 'administrator', outcome: 'warn' },
  ] as const;
  t.same(warningsOf({ environment: { preflight: [...preflight] } }).split('\n'), [
    'before the run: Flag: found',
    'before the run: Flag key: found',
    'before the run: Mapi32.dll: found',
    NO_SELF_TEST,
  ]);
});

test('a missing control arm and few replicates are pointed out', async (t) => {
  t.match(warningsOf({ curves: { off: { heapBytes: flat } } }), /no control arm/);
  t.match(warningsOf({ plan: { replicates: 2 } }), /fewer than 3 replicates/);
  t.notMatch(warningsOf({ plan: { replicates: 3 } }), /replicates/);
});

test('a control arm that proves nothing is pointed out', async (t) => {
  const jump = () => (c: number) => (c < 600 ? 0 : 500_000);
  const warnings = warningsOf({ curves: { off: { heapBytes: flat }, control: { heapBytes: jump } } });
  t.match(
    warnings,
    /the control arm does not show that the instrument is flat: verdicts hold with and without it/,
  );
});

test('one user in all cycles is said, unless the stand-in takes profiles for users', async (t) => {
  t.match(
    warningsOf({ cycles: 1000, plan: { impersonation: 'self' } }),
    /every cycle impersonated the same user/,
  );
  const dialled = { impersonation: 'self', standInDials: { IdentityFromProfile: 1 } } as const;
  t.notMatch(warningsOf({ cycles: 1000, plan: dialled }), /same user/);
  t.notMatch(warningsOf({ cycles: 1000, plan: { impersonation: 'logon-user' } }), /same user/);
});

test('a horizon is short below 500 cycles', async (t) => {
  t.match(warningsOf({ cycles: 497, plan: { blockCycles: 7 } }), /short horizon, 497 cycles per replicate/);
  t.notMatch(warningsOf({ cycles: 500, plan: { blockCycles: 10 } }), /horizon/);
});

test('large rare lumps are pointed out where they could carry more than the margin past an acquittal', async (t) => {
  // -65,536 ln(0.025) / 64 = 3,777 cycles must have been watched; after warm-up 4 replicates of 1,250 watch 3,720.
  const warning = /off: lumps of 64 KiB could hide up to 65 bytes per logon/;
  t.match(warningsOf({ cycles: 1250 }), warning);
  t.notMatch(warningsOf({ cycles: 1300 }), /lumps/);
  const leaking = { heapBytes: () => (c: number) => 1000 * c };
  t.notMatch(warningsOf({ cycles: 1250, curves: { off: leaking } }), /lumps/, 'a leak was not acquitted');
});

test('more than one failed cycle in a hundred makes rates ones per attempt', async (t) => {
  t.notMatch(warningsOf({ failedCycles: { off: 13 } }), /failed/);
  t.match(
    warningsOf({ failedCycles: { off: 14 } }),
    /off: 1\.1 % of the cycles failed: rates are per attempted cycle/,
  );
});

test('an arm with more than half of its cycles failed is not judged', async (t) => {
  const verdictWith = (off: number) =>
    analyse(makeRun({ curves: { off: { heapBytes: flat } }, failedCycles: { off } })).arms[0];
  t.equal(verdictWith(500)?.verdict, 'no-leak');
  t.equal(verdictWith(501)?.verdict, 'inconclusive');
  t.match(verdictWith(501)?.reason, /50\.1 % of its cycles failed/);
});

test('a session host that was lost is named with what it was doing', async (t) => {
  const lastActivity = { call: 'MAPILogonEx', cycle: 612, mailbox: 'm7' };
  const lost = {
    ...AT,
    event: 'host-lost',
    replicate: 'off-2',
    arm: 'off',
    how: 'died',
    detail: '',
    lastActivity,
  } as const;
  t.match(warningsOf({ events: [lost] }), /off-2: its session host died in MAPILogonEx, cycle 612/);
});

test('a run that was cut short says how much of it there is', async (t) => {
  const whole = makeRun({ curves: { off: { heapBytes: flat } } });
  const order = [...whole.plan.order, { replicate: 'off-5', arm: 'off', round: 5 } as const];
  const warnings = analyse({ ...whole, plan: { ...whole.plan, order } }).warnings.join('\n');
  t.match(warnings, /cut short: 4 of 5 replicates ran to their end/);
});

test('a replicate that ended in its first half is left out, and said to be', async (t) => {
  const whole = makeRun({ curves: { off: { heapBytes: flat } }, plan: { replicates: 3 } });
  const withFourth = (cycles: number) => {
    const collector = createSeriesCollector();
    // The fourth grows all the time; among the others it would make the arm noisy.
    for (let c = 0; c <= cycles; c += 10)
      collector.add(sampleAt('off-4', 'off', c, { heapBytes: 50_000 * c }));
    const fourth = collector.finish();
    const replicates: ReplicateFacts[] = [...whole.collected.replicates, ...fourth.replicates];
    const series = new Map(
      [...whole.collected.series].map(
        ([name, all]) => [name, [...all, ...(fourth.series.get(name) ?? [])]] as const,
      ),
    );
    return analyse({ ...whole, collected: { ...whole.collected, series, replicates } });
  };
  t.equal(withFourth(490).arms[0]?.verdict, 'no-leak');
  t.match(withFourth(490).warnings.join('\n'), /off-4 ended too early/);
  t.equal(withFourth(500).arms[0]?.verdict, 'inconclusive');
  t.notMatch(withFourth(500).warnings.join('\n'), /too early/);
});
