import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import type { Result } from '../../harness/contract/result.ts';
import { SCENARIOS } from '../../scenarios/catalogue.ts';
import { QUICK, resultOf, workplace } from '../support/command.ts';

const USUAL = ['--block', '25', '--replicates', '3', '--mailbox-count', '20', ...QUICK];
const LONG = ['--cycles', '500', ...USUAL];

test('every scenario is listed with what it does, expects and follows', async (t) => {
  const { stdout } = await workplace(t).mapileak(['scenarios']);
  for (const { name, summary } of SCENARIOS) t.ok(stdout.includes(name) && stdout.includes(summary), name);
  t.ok(SCENARIOS.length >= 13);
});

const verdictOf = (result: Result, arm: string, resource: string): string | undefined =>
  result.arms.find((each) => each.arm === arm)?.resources[resource]?.verdict;

test('a profile for each logon leaks as the article says, and no profile is left', async (t) => {
  const args = ['compare', '--scenario', 'temporary-profile', ...LONG, '--expect', 'fixed', '--json'];
  const ended = await workplace(t).mapileak(args);
  const result = resultOf(ended);
  t.equal(result.verdict, 'fixed', result.reason);
  t.equal(ended.code, 0);
  for (const arm of ['off', 'on']) t.equal(verdictOf(result, arm, 'temporaryProfiles'), 'no-leak', arm);
});

/** Leaks that the flag does not cure are looked for where it is set. */
const WITH_FLAG = ['--arms', 'on', '--no-control', ...LONG, '--json'];

for (const { scenario, leak } of [
  { scenario: 'open-other-stores', leak: 'stores of other mailboxes (KB 898782)' },
  { scenario: 'reload-mapi32', leak: 'loading and freeing mapi32.dll (KB 901014)' },
]) {
  test(`${leak}: leaks though CleanUpMAPIHeap is 1`, async (t) => {
    const result = resultOf(await workplace(t).mapileak(['run', '--scenario', scenario, ...WITH_FLAG]));
    t.equal(result.arms[0]?.verdict, 'leak', result.reason);
    t.ok(result.standIn, 'the host knows what it measures, even where its scenario loads it');
  });
}

const FORGETFUL = `export default {
  name: 'forgetful', summary: 's', source: 'x', expectation: 'e', impersonates: false,
  open({ mapi }) {
    mapi.initialize();
    let made = 0;
    const admin = (action) => {
      const held = mapi.profiles.admin();
      try { return action(held); } finally { held[Symbol.dispose](); }
    };
    return {
      cycle() { admin((held) => held.create('forgotten_' + process.pid + '_' + made++)); },
      profilesLeft: () => admin((held) => held.names().filter((name) => name.startsWith('forgotten_' + process.pid)).length),
      close: () => mapi.uninitialize(),
    };
  },
};`;

test('profiles that a scenario forgets are a leak of their own', async (t) => {
  const place = workplace(t);
  const scenario = join(place.folder, 'forgetful.mjs');
  writeFileSync(scenario, FORGETFUL);
  const ended = await place.mapileak(['run', '--scenario', scenario, ...WITH_FLAG]);
  const result = resultOf(ended);
  const left = result.arms.find(({ arm }) => arm === 'on')?.resources['temporaryProfiles'];
  t.equal(left?.verdict, 'leak', `${left?.reason}`);
  t.ok(Math.abs((left?.perCycle?.estimate ?? 0) - 1) < 0.01);
});

/** Too few for a verdict. */
const FEW = ['--cycles', '20', '--arms', 'on', '--no-control', '--replicates', '1', ...QUICK];

test('a profile that a killed host has left is gone after the next run', async (t) => {
  const place = workplace(t);
  const profiles = () => readFileSync(place.registry, 'utf8').match(/mapileak_[0-9]+_[0-9a-f]{32}/g) ?? [];
  const args = ['run', '--scenario', 'temporary-profile', ...FEW];
  const crashed = await place.mapileak([...args, '--stand-in', 'CrashAtLogon=7']);
  t.equal(crashed.code, 5, crashed.stderr);
  t.equal(new Set(profiles()).size, 1, 'the one of the cycle that crashed');
  const second = await place.mapileak([...args, '--out', join(place.folder, 'second')]);
  t.ok(second.code === 0 || second.code === 3, second.stderr);
  t.same(profiles(), []);
});

test('a folder of .mmp files that is not there ends the scenario that makes some, and no other', async (t) => {
  const place = workplace(t);
  const section = '[HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows Messaging Subsystem]';
  writeFileSync(place.registry, `mapileak registry 1\n\n${section}\n"ProfileDirectory"="/nowhere/at/all"\n`);
  const run = (scenario: string) =>
    place.mapileak(['run', '--scenario', scenario, '--out', join(place.folder, scenario), ...FEW]);
  const refused = await run('mapi-temporary-profiles');
  t.equal(refused.code, 4, refused.stderr);
  t.match(refused.stderr, /\/nowhere\/at\/all[\s\S]*ProfileDirectory/);
  const other = await run('temporary-profile');
  t.ok(other.code === 0 || other.code === 3, other.stderr);
});

test('a scenario of both kinds is refused, by name', async (t) => {
  const place = workplace(t);
  const scenario = join(place.folder, 'both.mjs');
  writeFileSync(scenario, FORGETFUL.replace('impersonates: false', 'impersonates: false, loadsMapi: true'));
  const ended = await place.mapileak(['run', '--scenario', scenario, '--cycles', '5', ...QUICK]);
  t.equal(ended.code, 2, ended.stderr);
  t.match(ended.stderr, /asks for mapi, but it says `loadsMapi`/);
});
