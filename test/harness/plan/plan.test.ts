import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import type { ArmName } from '../../../harness/contract/arms.ts';
import { planSchema } from '../../../harness/contract/plan.ts';
import type { HostFacts } from '../../../harness/plan/host-facts.ts';
import { makePlan } from '../../../harness/plan/make-plan.ts';
import { DEFAULTS, type RunOptions } from '../../../harness/plan/options.ts';
import { replicateOrder } from '../../../harness/plan/replicate-order.ts';
import { linuxStandIn, standInPaths } from '../../../native-bindings/stand-in/paths.ts';
import fc from '../../support/seeded-properties.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const NOW = new Date('2026-01-31T08:09:10Z');
const LINUX: HostFacts = { platform: 'linux', wine: null, bitness: 64 };
const OPTIONS: RunOptions = {
  scenario: DEFAULTS.scenario,
  mapi: { kind: 'stand-in' },
  ffi: 'ffi-napi',
  sequential: false,
  replicates: 4,
  arms: ['off', 'on'],
  control: true,
  flagView: 'own',
  flagKey: 'applications',
  impersonation: 'auto',
  logonType: 'network',
  seed: 1,
  walkBudget: 2,
  margin: [],
  dither: true,
  selfTest: true,
  explain: true,
  hangTimeout: 120,
  lostHosts: 'end-run',
  threshold: [],
  standIn: { InstanceBytes: 24 },
};

test('a plan is complete and survives being written down', async (t) => {
  const { plan } = await makePlan('compare', OPTIONS, LINUX, NOW);
  t.same(planSchema.parse(JSON.parse(JSON.stringify(plan))), plan);
  t.match(plan, {
    createdAt: '2026-01-31T08:09:10.000Z',
    impersonation: 'logon-user',
    mailboxes: { kind: 'generated', count: 200 },
    mailboxOrder: 'sequential',
    layout: 'side-by-side',
    length: { by: 'settled', maxCycles: 4096 },
    horizonCycles: 2048,
    blockCycles: null,
    dither: true,
    selfTest: true,
    explain: true,
    walkBudget: 0.02,
    standInDials: { InstanceBytes: 24 },
    expect: null,
  });
  t.equal(plan.order.length, 16, 'two arms, control and the self-test, four replicates each');
});

test('a run is until settled and side by side, unless something else is asked for', async (t) => {
  const lengthOf = async (changes: Partial<RunOptions>) => {
    const { plan } = await makePlan('run', { ...OPTIONS, ...changes }, LINUX, NOW);
    return [plan.length, plan.horizonCycles, plan.layout];
  };
  t.same(await lengthOf({ maxCycles: 1000 }), [{ by: 'settled', maxCycles: 1000 }, 1000, 'side-by-side']);
  t.same(await lengthOf({ maxCycles: 5000 }), [{ by: 'settled', maxCycles: 5000 }, 2048, 'side-by-side']);
  t.same(await lengthOf({ horizon: 64 }), [{ by: 'settled', maxCycles: 4096 }, 64, 'side-by-side']);
  t.same(await lengthOf({ cycles: 600 }), [{ by: 'cycles', cycles: 600 }, null, 'side-by-side']);
  t.same(await lengthOf({ duration: 5000 }), [{ by: 'duration', durationMs: 5000 }, null, 'side-by-side']);
  t.same(await lengthOf({ sequential: true }), [{ by: 'cycles', cycles: 2000 }, null, 'sequential']);
  t.same(await lengthOf({ sequential: true, duration: 5000 }), [
    { by: 'duration', durationMs: 5000 },
    null,
    'sequential',
  ]);
});

test('each resource has a margin of its own, and what is asked for goes before it', async (t) => {
  const marginOf = async (changes: Partial<RunOptions>) =>
    (await makePlan('run', { ...OPTIONS, ...changes }, LINUX, NOW)).plan.margin;
  t.match(await marginOf({}), { bytesPerCycle: 64, of: { heaps: 0.005, handles: 0.01, threads: 0.005 } });
  const handles = { resource: 'handles', perCycle: 0.02 } as const;
  const bytes = { resource: null, perCycle: 20 } as const;
  t.match(await marginOf({ margin: [bytes, handles] }), {
    bytesPerCycle: 20,
    of: { heaps: 0.005, handles: 0.02 },
  });
  t.match(await marginOf({ allowedGrowth: 5e8, logonsPerLife: 1e6 }), { bytesPerCycle: 500 });
});

test('the self-test comes first, with the control that it plants its leak into', async (t) => {
  const { plan } = await makePlan('compare', OPTIONS, LINUX, NOW);
  const arms = plan.order.map(({ arm }) => arm);
  t.same(new Set(arms.slice(0, 8)), new Set(['planted', 'control']));
  t.same(new Set(arms.slice(8)), new Set(['off', 'on']));
  const alone = await makePlan('compare', { ...OPTIONS, control: false }, LINUX, NOW);
  t.match(alone.plan, { selfTest: false, control: false });
  t.same(new Set(alone.plan.order.map(({ arm }) => arm)), new Set(['off', 'on']));
  const without = await makePlan('compare', { ...OPTIONS, selfTest: false }, LINUX, NOW);
  t.equal(without.plan.selfTest, false);
  t.same(new Set(without.plan.order.slice(0, 3).map(({ arm }) => arm)), new Set(['off', 'on', 'control']));
});

test('of a password that is dialled the plan says only that it is set', async (t) => {
  const standIn = { InstanceBytes: 25, Password: 'canary', RefuseUser: 'eve' };
  const { plan, dials } = await makePlan('compare', { ...OPTIONS, standIn }, LINUX, NOW);
  t.same(dials, standIn, 'the registry gets it');
  t.same(plan.standInDials, { InstanceBytes: 25, Password: '(set)', RefuseUser: 'eve' });
  t.notMatch(JSON.stringify(plan), /canary/);
});

test('what a scenario fixes, an option cannot contradict', async (t) => {
  const plan = async (changes: Partial<RunOptions>) =>
    (await makePlan('run', { ...OPTIONS, ...changes }, LINUX, NOW)).plan;
  t.equal((await plan({ scenario: 'no-impersonation' })).impersonation, 'none');
  t.equal((await plan({ scenario: 'same-mailbox' })).mailboxOrder, 'repeated');
  await t.rejects(plan({ scenario: 'no-impersonation', impersonation: 'self' }), { code: 'USAGE' });
  await t.rejects(plan({ scenario: 'same-mailbox', mailboxOrder: 'shuffled' }), { code: 'USAGE' });
  await t.rejects(plan({ scenario: 'no-such' }), { code: 'USAGE', remedy: /extended-logon/ });
  await t.rejects(plan({ mapi: { kind: 'system' } }), { code: 'USAGE', remedy: /--mailboxes/ });
});

test('a scenario that needs two mailboxes is refused with one, and taken with two', async (t) => {
  const planOf = (mailboxCount: number) =>
    makePlan('run', { ...OPTIONS, scenario: 'open-other-stores', mailboxCount }, LINUX, NOW);
  await t.rejects(planOf(1), { code: 'USAGE', message: /needs at least 2 mailboxes, and there is 1/ });
  t.match(await planOf(2), { plan: { mailboxes: { count: 2 } } });
});

test('CDO takes the system’s MAPI, so another file is refused beside it', async (t) => {
  const plan = (path: string, scenario = 'cdo-session') =>
    makePlan('run', { ...OPTIONS, scenario, mapi: { kind: 'path', path } }, LINUX, NOW);
  const other = join(temporaryFolder(t), 'msmapi32.dll');
  await t.rejects(plan(other), { code: 'USAGE', message: /uses CDO/, remedy: /--mapi system/ });
  await t.rejects(plan(other, 'cdo-inbox'), { code: 'USAGE' });
  t.equal((await plan(other, 'extended-logon')).usesCdo, false);
  t.equal((await plan(standInPaths().mapi32)).usesCdo, true);
});

test('a mailbox file is counted and hashed into the plan', async (t) => {
  const file = join(temporaryFolder(t), 'boxes.csv');
  writeFileSync(file, 'mailbox,user\nann,ann\nbob,bob\n');
  const { plan } = await makePlan('compare', { ...OPTIONS, mailboxes: file }, LINUX, NOW);
  const { mailboxes } = plan;
  t.match(mailboxes, { kind: 'csv', file, count: 2, sha256: /^[0-9a-f]{64}$/ });
});

const arms = fc.subarray<ArmName>(['off', 'on', 'absent', 'control'], { minLength: 1 });

test('every round has each arm once, in an order that only the seed decides', async () => {
  fc.assert(
    fc.property(arms, fc.integer({ min: 1, max: 12 }), fc.integer(), (names, replicates, seed) => {
      const order = replicateOrder(names, replicates, seed);
      const again = replicateOrder(names, replicates, seed);
      const rounds = Array.from({ length: replicates }, (_, i) =>
        order.filter(({ round }) => round === i + 1),
      );
      const ids = new Set(order.map(({ replicate }) => replicate));
      return (
        JSON.stringify(order) === JSON.stringify(again) &&
        ids.size === names.length * replicates &&
        rounds.every((slots) => new Set(slots.map(({ arm }) => arm)).size === names.length)
      );
    }),
  );
});

test('every second round mirrors the one before, so that steady drift favours no arm', async () => {
  fc.assert(
    fc.property(arms, fc.integer(), (names, seed) => {
      const order = replicateOrder(names, 2, seed).map(({ arm }) => arm);
      return JSON.stringify(order) === JSON.stringify(order.toReversed());
    }),
  );
});

test('the first arm of a round is not always the same', async (t) => {
  const firsts = Array.from(
    { length: 40 },
    (_, seed) => replicateOrder(['off', 'on', 'control'], 1, seed)[0]?.arm,
  );
  for (const arm of ['off', 'on', 'control']) t.ok(firsts.filter((first) => first === arm).length >= 5, arm);
});

test('a flag that the stand-in does not read is refused', async (t) => {
  const plan = (changes: Partial<RunOptions>) => makePlan('run', { ...OPTIONS, ...changes }, LINUX, NOW);
  await t.rejects(plan({ flagKey: 'exe' }), { code: 'USAGE', remedy: /--flag-key both/ });
  t.same((await plan({ flagKey: 'both' })).plan.flagPlaces, { view: 'own', key: 'both' });
});

test('auto logs users on where that works, and elsewhere tells them apart by profile', async (t) => {
  const WINE: HostFacts = { platform: 'win32', wine: '8.0', bitness: 64 };
  const WINDOWS: HostFacts = { platform: 'win32', wine: null, bitness: 64 };
  const mailboxes = join(temporaryFolder(t), 'boxes.csv');
  writeFileSync(mailboxes, 'mailbox,user,domain\nann,ann,EXAMPLE\n');
  const real = { mapi: { kind: 'system' }, mailboxes } as const;
  const choose = async (host: HostFacts, changes: Partial<RunOptions> = {}) => {
    const { plan, dials } = await makePlan('run', { ...OPTIONS, standIn: {}, ...changes }, host, NOW);
    return [plan.impersonation, dials];
  };
  t.same(await choose(LINUX), ['logon-user', {}]);
  t.same(await choose(WINDOWS), ['self', { IdentityFromProfile: 1 }], 'generated users have no accounts');
  t.same(await choose(WINDOWS, real), ['logon-user', {}]);
  t.same(await choose(WINE), ['self', { IdentityFromProfile: 1 }]);
  t.same(await choose(WINE, real), ['self', {}], 'a real provider has no such dial');
  const byPath = { mapi: { kind: 'path', path: linuxStandIn().mapi32 } } as const;
  t.same(await choose(WINE, byPath), ['self', { IdentityFromProfile: 1 }], 'the stand-in by its path');
  await t.rejects(choose(WINDOWS, { standIn: { Password: 'canary' } }), { code: 'USAGE' });
  await t.rejects(choose(WINDOWS, { standIn: { AddressSpaceBytes: 2 ** 31 } }), {
    code: 'USAGE',
    message: /AddressSpaceBytes has no effect on Windows/,
  });
  t.same(await choose(WINE, { standIn: { IdentityFromProfile: 0 } }), ['self', { IdentityFromProfile: 0 }]);
  t.same(await choose(WINE, { impersonation: 'self' }), ['self', {}], 'what was asked for stays');
  t.same(await choose(WINE, { impersonation: 'logon-user' }), ['logon-user', {}]);
  t.same(await choose(WINE, { scenario: 'no-impersonation' }), ['none', {}]);
});
