import { test } from 'tap';
import { makeSoakPlan } from '../../../../harness/plan/soak/make-soak-plan.ts';
import { parseSoakOptions } from '../../../../harness/plan/soak/options.ts';

const GIVEN = {
  ...{ scenario: 'extended-logon', mapi: 'stand-in', ffi: 'koffi', arms: 'off,on', control: true },
  ...{ replicates: 4, flagView: 'own', flagKey: 'applications', impersonation: 'auto' },
  ...{ logonType: 'network', seed: 1, walkBudget: 2, hangTimeout: 120, standIn: [] },
  ...{ checkpoint: '10m', duration: '8h' },
};
const HOST = { platform: 'linux', wine: null, bitness: 64 } as const;

const planOf = async (change: object) =>
  await makeSoakPlan('soak', parseSoakOptions({ ...GIVEN, ...change }), HOST, new Date(0));

test('a pace at which a soak would be over before its first round is refused', async (t) => {
  const { plan } = await planOf({ rate: 1 });
  t.equal(plan.order.length, 8 + 3, 'the self-test and a round');
  await t.rejects(planOf({ rate: 0.5 }), {
    code: 'USAGE',
    message: /11 processes of 2000 logons: at --rate 0\.5 they take 12 h, and --duration is 8 h/,
    remedy: /--no-self-test/,
  });
  await planOf({ rate: 0.5, selfTest: false });
  await planOf({ rate: 0.5, duration: undefined, cycles: 10 });
});
