import { test } from 'tap';
import { judgeClaim } from '../../../../harness/analyse/claims/judge-claim.ts';
import type { ClaimName, Evidence, ExperimentName } from '../../../../harness/contract/claims.ts';
import type { Result } from '../../../../harness/contract/result.ts';
import { cutShort, growing } from './growing.ts';

type Runs = Partial<Record<ExperimentName, Result>>;

const LEAK = 4096;
const leak = growing({ off: LEAK, on: 0 });
const everywhere = growing({ off: LEAK, on: LEAK });
const nowhere = growing({ off: 0, on: 0 });
const open = cutShort({ off: LEAK, on: LEAK });

function judged(claim: ClaimName, runs: Runs, rests: readonly ExperimentName[] = names(runs)) {
  const evidence = rests.map((experiment): Evidence => ({ experiment, arms: ['off', 'on'] }));
  return judgeClaim(claim, evidence, new Map(names(runs).flatMap((name) => pair(name, runs[name]))));
}

const names = (runs: Runs): ExperimentName[] =>
  Object.keys(runs).filter((name): name is ExperimentName => Object.hasOwn(runs, name));
const pair = (name: ExperimentName, run: Result | undefined): [ExperimentName, Result][] =>
  run === undefined ? [] : [[name, run]];

const CASES: readonly (readonly [ClaimName, string, Runs, 'confirmed' | 'refuted' | 'inconclusive'])[] = [
  ['mapi32', 'a leak with 0', { mapi32: leak }, 'confirmed'],
  ['mapi32', 'no leak with 0', { mapi32: nowhere }, 'refuted'],
  ['mapi32', 'too little data', { mapi32: open }, 'inconclusive'],
  ['cdo', 'a leak with 0', { cdo: leak }, 'confirmed'],
  ['cdo', 'no leak with 0', { cdo: nowhere }, 'refuted'],
  ['impersonation', 'a leak with it alone', { mapi32: leak, 'no-impersonation': nowhere }, 'confirmed'],
  ['impersonation', 'a leak without it, too', { mapi32: leak, 'no-impersonation': leak }, 'refuted'],
  ['impersonation', 'no leak at all', { mapi32: nowhere, 'no-impersonation': nowhere }, 'inconclusive'],
  ['impersonation', 'one half open', { mapi32: leak, 'no-impersonation': open }, 'inconclusive'],
  ['many-mailboxes', 'no leak with one', { mapi32: leak, 'same-mailbox': nowhere }, 'confirmed'],
  ['many-mailboxes', 'a leak with one', { mapi32: leak, 'same-mailbox': leak }, 'refuted'],
  ['cure', 'both cured', { mapi32: leak, cdo: leak }, 'confirmed'],
  ['cure', 'one not cured', { mapi32: leak, cdo: everywhere }, 'refuted'],
  ['cure', 'nothing to cure', { mapi32: leak, cdo: nowhere }, 'inconclusive'],
  ['cure', 'the only one that can be tested', { mapi32: leak }, 'confirmed'],
  ['no-restart', 'a difference', { mapi32: leak }, 'confirmed'],
  ['no-restart', 'no difference', { mapi32: everywhere }, 'inconclusive'],
  ['before-hotfix', 'a leak with 0 and 1', { 'before-hotfix': everywhere }, 'confirmed'],
  ['before-hotfix', 'a cure', { 'before-hotfix': leak }, 'refuted'],
  ['before-hotfix', 'no leak at all', { 'before-hotfix': nowhere }, 'inconclusive'],
  ['same-computer', 'a leak from afar', { 'remote-store': everywhere, mapi32: leak }, 'confirmed'],
  ['same-computer', 'no leak from afar', { 'remote-store': leak, mapi32: leak }, 'inconclusive'],
  [
    'same-computer',
    'a leak from near, too',
    { 'remote-store': everywhere, mapi32: everywhere },
    'inconclusive',
  ],
  ['same-computer', 'a leak, without another run', { mapi32: everywhere }, 'confirmed'],
  ['reload', 'a leak by reloading', { reload: everywhere, mapi32: leak }, 'confirmed'],
  ['reload', 'no leak by reloading', { reload: nowhere, mapi32: leak }, 'refuted'],
  ['reload', 'a leak without it, too', { reload: everywhere, mapi32: everywhere }, 'inconclusive'],
  ['other-stores', 'a leak with 0 and 1', { 'other-stores': everywhere }, 'confirmed'],
  ['other-stores', 'a cure', { 'other-stores': leak }, 'refuted'],
  ['other-stores', 'no leak', { 'other-stores': nowhere }, 'refuted'],
  ['other-stores', 'too little data', { 'other-stores': open }, 'inconclusive'],
];

for (const [claim, what, runs, verdict] of CASES) {
  test(`${claim}: ${what} is ${verdict}`, async (t) => {
    const found = judged(claim, runs);
    t.equal(found.verdict, verdict, found.observed);
    t.not(found.observed, '');
  });
}

test('what was observed has the figures of both cases', async (t) => {
  const { observed } = judged('impersonation', { mapi32: leak, 'no-impersonation': nowhere });
  t.match(
    observed,
    /^with the flag off, 4,096 bytes \[.*\] .* per logon; without impersonation, with the flag off, none down to /,
  );
});

test('a small leak of another cause, which is there without the condition as well, refutes nothing', async (t) => {
  const withHandles = growing({ off: LEAK, on: 0 }, { handles: 1 });
  const handlesAlone = growing({ off: 0, on: 0 }, { handles: 1 });
  const found = judged('impersonation', { mapi32: withHandles, 'no-impersonation': handlesAlone });
  t.equal(found.verdict, 'inconclusive', found.observed);
  t.match(found.observed, /a part of it goes with the condition/);
  const beside = judged('impersonation', { mapi32: leak, 'no-impersonation': handlesAlone });
  t.equal(beside.verdict, 'confirmed', 'all that leaked is gone');
  t.match(beside.observed, /what is left grows for another reason/);
  const half = growing({ off: LEAK / 4, on: 0 });
  t.equal(judged('impersonation', { mapi32: leak, 'no-impersonation': half }).verdict, 'inconclusive');
});

/** The run with an arm that leaks, but only by private bytes. */
function withCoarseLeak(run: Result, arm: 'off' | 'on', verdict: Result['verdict']): Result {
  const arms = run.arms.map((each) => (each.arm === arm ? { ...each, verdict: 'leak' as const } : each));
  return { ...run, verdict, arms };
}

test('growth of coarse counters alone refutes no cure, and shows none', async (t) => {
  const left = withCoarseLeak(leak, 'on', 'reduced');
  const gone = withCoarseLeak(nowhere, 'off', 'fixed');
  const alike = withCoarseLeak(withCoarseLeak(nowhere, 'off', 'not-fixed'), 'on', 'not-fixed');
  for (const run of [left, gone, alike]) {
    for (const claim of ['cure', 'no-restart', 'before-hotfix', 'other-stores'] as const) {
      const name = claim === 'cure' || claim === 'no-restart' ? 'mapi32' : claim;
      t.equal(judged(claim, { [name]: run }).verdict, 'inconclusive', `${claim} ${run.verdict}`);
    }
  }
});

test('a difference of coarse counters alone makes a leak that stays no smaller', async (t) => {
  const alike: Result = { ...everywhere, verdict: 'reduced' };
  t.equal(judged('before-hotfix', { 'before-hotfix': alike }).verdict, 'confirmed');
  t.equal(judged('no-restart', { mapi32: alike }).verdict, 'inconclusive');
  const smaller = growing({ off: LEAK, on: LEAK / 2 });
  t.equal(smaller.verdict, 'reduced', 'a difference of the busy bytes');
  t.equal(judged('before-hotfix', { 'before-hotfix': smaller }).verdict, 'refuted');
  t.equal(judged('no-restart', { mapi32: smaller }).verdict, 'confirmed');
});

test('one process of each setting does not show that no restart is needed', async (t) => {
  const found = judged('no-restart', { mapi32: growing({ off: LEAK, on: 0 }, {}, 1) });
  t.equal(found.verdict, 'inconclusive');
  t.match(found.observed, /fewer than 2 processes/);
});

test('a run that never was leaves its claim open, and says so', async (t) => {
  const found = judged('reload', { mapi32: leak }, ['reload', 'mapi32']);
  t.equal(found.verdict, 'inconclusive');
  t.match(found.observed, /not measured/);
});

test('an instrument that grows proves nothing', async (t) => {
  const drifting = growing({ off: LEAK, on: LEAK, control: LEAK });
  for (const claim of ['mapi32', 'no-restart', 'cure'] as const) {
    t.equal(judged(claim, { mapi32: drifting }).verdict, 'inconclusive');
  }
  const found = judged('other-stores', { 'other-stores': drifting });
  t.equal(found.verdict, 'inconclusive');
  t.match(found.observed, /the instrument itself grows/);
});
