import { test } from 'tap';
import { CLAIM_NAMES, type ClaimName, claimsPlanSchema } from '../../../../harness/contract/claims.ts';
import type { ClaimsHost } from '../../../../harness/plan/kb891509/claims-host.ts';
import { planClaims } from '../../../../harness/plan/kb891509/plan-claims.ts';

const STAND_IN: ClaimsHost = {
  standIn: true,
  manyUsers: true,
  mailboxes: 100,
  cdo: { available: true },
  exchangeHere: false,
  builds: [null],
};
/** A real MAPI with the hotfix, on the computer of Exchange. */
const EXCHANGE: ClaimsHost = {
  ...STAND_IN,
  standIn: false,
  exchangeHere: true,
  builds: ['hotfix', 'hotfix'],
};

const NOW = new Date('2026-01-31T08:09:10Z');

function planned(host: ClaimsHost, claims: readonly ClaimName[] = CLAIM_NAMES) {
  const plan = planClaims(claims, host, {}, NOW);
  const untested = plan.claims.flatMap((each) => (each.tested ? [] : [[each.claim, each.why] as const]));
  const experiments = plan.experiments.map(({ arms, experiment }) => `${experiment} ${arms.join()}`);
  return { plan, experiments, untested: new Map(untested) };
}

test('on the stand-in every claim is tested, and each run is made once with the arms of all claims', async (t) => {
  const { experiments, plan, untested } = planned(STAND_IN);
  t.equal(untested.size, 0);
  t.same(experiments, [
    'mapi32 off,on',
    'cdo off,on',
    'no-impersonation off',
    'same-mailbox off',
    'before-hotfix off,on',
    'remote-store on',
    'reload on',
    'other-stores off,on',
  ]);
  t.same(claimsPlanSchema.parse(plan), plan);
});

test('a claim alone needs its own runs and arms only, and each claim is there once, in the order of the article', async (t) => {
  t.same(planned(STAND_IN, ['mapi32']).experiments, ['mapi32 off']);
  t.same(planned(STAND_IN, ['reload']).experiments, ['mapi32 on', 'reload on']);
  const { plan } = planned(STAND_IN, ['reload', 'mapi32', 'reload']);
  t.same(
    plan.claims.map(({ claim }) => claim),
    ['mapi32', 'reload'],
  );
});

test('beside Exchange with the hotfix, what needs another computer or an older build is not tested', async (t) => {
  const { experiments, untested } = planned(EXCHANGE);
  t.same([...untested.keys()], ['before-hotfix', 'same-computer']);
  t.match(untested.get('same-computer'), /on this computer/);
  t.match(untested.get('before-hotfix'), /6\.5\.7232\.75/);
  t.notMatch(experiments.join(), /before-hotfix|remote-store/);
});

test('far from Exchange the cure is not promised, and the plain run tests that it may be missing', async (t) => {
  const { experiments, untested } = planned({ ...EXCHANGE, exchangeHere: false });
  t.same([...untested.keys()], ['cure', 'no-restart', 'before-hotfix']);
  t.ok(experiments.includes('mapi32 off,on'));
});

test('a build from before the hotfix is tested as what it is, beside Exchange alone', async (t) => {
  const old: ClaimsHost = { ...EXCHANGE, builds: ['before-hotfix'] };
  t.same([...planned(old).untested.keys()], ['cure', 'no-restart', 'same-computer']);
  t.same(
    [...planned({ ...old, exchangeHere: false }).untested.keys()],
    ['cure', 'no-restart', 'before-hotfix', 'same-computer'],
    'growth with 1 has two possible reasons there',
  );
});

test('of other builds, and of half a hotfix, the article does not promise a cure', async (t) => {
  const others: readonly ClaimsHost['builds'][] = [
    ['before-sp1'],
    ['other-product'],
    ['no-version'],
    [null],
    ['hotfix', 'before-hotfix'],
  ];
  for (const builds of others) {
    const { untested } = planned({ ...EXCHANGE, builds });
    t.same([...untested.keys()], ['cure', 'no-restart', 'before-hotfix', 'same-computer'], builds.join());
  }
  for (const build of ['hotfix', 'after-hotfix', 'sp2-or-later'] as const)
    t.notOk(planned({ ...EXCHANGE, builds: [build] }).untested.has('cure'), build);
});

test('without CDO its claim is not tested, and the cure is tested for MAPI32 alone', async (t) => {
  const { plan, untested } = planned({ ...STAND_IN, cdo: { available: false, why: 'no CDO' } });
  t.same([...untested], [['cdo', 'no CDO']]);
  const cure = plan.claims.find(({ claim }) => claim === 'cure');
  t.same(cure?.tested === true && cure.evidence.map(({ experiment }) => experiment), ['mapi32']);
});

test('without users of their own only the claim about one session can be tested', async (t) => {
  const { experiments, untested } = planned({ ...EXCHANGE, manyUsers: false });
  t.same(experiments, ['other-stores off,on']);
  t.match(untested.get('mapi32'), /--impersonation logon-user/);
  t.equal(planned({ ...STAND_IN, mailboxes: 1 }).experiments.length, 0, 'one mailbox is not many');
});
