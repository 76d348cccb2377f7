import { test } from 'tap';
import { claimsResultOf, exitCodeOfClaims } from '../../../../harness/analyse/claims/claims-result.ts';
import type { ExperimentResults } from '../../../../harness/analyse/claims/judge-claim.ts';
import { type ClaimsPlan, claimsResultSchema } from '../../../../harness/contract/claims.ts';
import { growing } from './growing.ts';

const leak = growing({ off: 4096, on: 0 });
const everywhere = growing({ off: 4096, on: 4096 });

const PLAN: ClaimsPlan = {
  schema: 1,
  createdAt: '2026-01-31T08:09:10.000Z',
  standInDials: {},
  claims: [
    { claim: 'mapi32', tested: true, evidence: [{ experiment: 'mapi32', arms: ['off'] }] },
    { claim: 'cdo', tested: false, why: 'CDO is not here' },
    {
      claim: 'before-hotfix',
      tested: true,
      evidence: [{ experiment: 'before-hotfix', arms: ['off', 'on'] }],
    },
  ],
  experiments: [
    { experiment: 'mapi32', arms: ['off'], error: null },
    { experiment: 'before-hotfix', arms: ['off', 'on'], error: null },
  ],
};

const resultOf = (results: ExperimentResults, plan = PLAN) => claimsResultOf(plan, results);

test('every claim has its statement, what would confirm it, what was seen, and where', async (t) => {
  const result = resultOf(
    new Map([
      ['mapi32', leak],
      ['before-hotfix', everywhere],
    ]),
  );
  t.same(claimsResultSchema.parse(result), result);
  t.same(
    result.claims.map(({ claim, runs, verdict }) => [claim, verdict, runs]),
    [
      ['mapi32', 'confirmed', ['mapi32']],
      ['cdo', 'not-tested', []],
      ['before-hotfix', 'confirmed', ['before-hotfix']],
    ],
  );
  t.match(result.claims[1]?.observed, 'CDO is not here');
  t.match(result.claims[0], { statement: /leaks/, confirmedBy: /growth/, source: /KB 891509/ });
  t.equal(result.standIn, true);
  t.same(
    result.experiments.map(({ experiment, verdict }) => [experiment, verdict]),
    [
      ['mapi32', 'fixed'],
      ['before-hotfix', 'not-fixed'],
    ],
  );
});

test('a run that failed before it measured anything leaves its claim untested, with the error', async (t) => {
  const failed = {
    experiment: 'before-hotfix',
    arms: ['off', 'on'],
    error: 'no such thing. Get one.',
  } as const;
  const plan: ClaimsPlan = { ...PLAN, experiments: [{ ...failed, arms: ['off', 'on'] }] };
  const result = resultOf(new Map([['mapi32', leak]]), plan);
  t.match(result.claims[2], { verdict: 'not-tested', observed: 'before-hotfix: no such thing. Get one.' });
});

test('a run that broke off proves nothing, and its error is told beside what it showed', async (t) => {
  const plan: ClaimsPlan = {
    ...PLAN,
    experiments: [{ experiment: 'mapi32', arms: ['off'], error: 'the session host died. See its log.' }],
  };
  const [mapi32] = resultOf(new Map([['mapi32', leak]]), plan).claims;
  t.equal(mapi32?.verdict, 'inconclusive');
  t.match(mapi32?.observed, /4,096 bytes.*the session host died/);
});

test('the exit code is that of the worst tested claim', async (t) => {
  const all = (first: typeof leak, second: typeof leak) =>
    exitCodeOfClaims(
      resultOf(
        new Map([
          ['mapi32', first],
          ['before-hotfix', second],
        ]),
      ),
    );
  const nowhere = growing({ off: 0, on: 0 });
  const drifting = growing({ off: 4096, on: 4096, control: 4096 });
  t.equal(all(leak, everywhere), 0, 'claims that were not tested do not count');
  t.equal(all(nowhere, drifting), 1, 'refuted, whatever is inconclusive');
  t.equal(all(leak, drifting), 3);
  t.equal(exitCodeOfClaims(resultOf(new Map())), 4, 'nothing could be tested');
});
