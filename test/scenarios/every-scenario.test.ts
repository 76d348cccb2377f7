import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Test, test } from 'tap';
import type { FfiEngineName } from '../../harness/contract/plan.ts';
import { keptMapi, reloadedMapi } from '../../harness/execute/host-mapi.ts';
import { openCdo } from '../../native-bindings/cdo/cdo.ts';
import { POINTER_BYTES } from '../../native-bindings/ffi/words.ts';
import { profileFolder } from '../../native-bindings/mapi/profile-folder.ts';
import type { ProfileAdmin } from '../../native-bindings/mapi/profiles.ts';
import { standInPaths } from '../../native-bindings/stand-in/paths.ts';
import { impersonationBy } from '../../native-bindings/windows/impersonation.ts';
import { Registry } from '../../native-bindings/windows/registry.ts';
import { REG_EXPAND_SZ, REG_SZ } from '../../native-bindings/windows/registry-values.ts';
import { Tokens } from '../../native-bindings/windows/tokens.ts';
import { SCENARIOS } from '../../scenarios/catalogue.ts';
import mapiTemporaryProfiles from '../../scenarios/mapi-temporary-profiles.ts';
import type { Cycles, Mailbox, Scenario } from '../../scenarios/scenario.ts';
import { cdoLedger, registerStandInCdo } from '../support/stand-in-cdo.ts';
import { FFI_ENGINES, openStandIn, uniqueProfile } from '../support/stand-in-mapi.ts';
import { temporaryFolder, temporaryRegistry } from '../support/temporary.ts';

const MAILBOXES: readonly Mailbox[] = Array.from({ length: 5 }, (_, i) => ({
  mailbox: `mailbox-${i}`,
  user: `user-${i}`,
  domain: 'EXAMPLE',
  server: 'EXCHANGE',
  legacyDn: `/o=Example/ou=Site/cn=Recipients/cn=mailbox-${i}`,
}));
const ROUNDS = 3;
const VIEW = POINTER_BYTES === 4 ? '32-bit' : '64-bit';

function firstOf(mailboxes: readonly Mailbox[]): Mailbox {
  const [first] = mailboxes;
  if (first === undefined) throw new Error('there is none');
  return first;
}

const CHOICE = { kind: 'path', path: standInPaths().mapi32 } as const;

/** Opens a scenario as a session host does. The provider keeps its profiles' files in a folder of the test's own. */
async function open(t: Test, scenario: Scenario, engine: FfiEngineName) {
  temporaryRegistry(t);
  const folder = temporaryFolder(t);
  const before = process.env['TMPDIR'];
  process.env['TMPDIR'] = folder;
  t.teardown(() => {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
  });
  const standIn = await openStandIn(t, engine);
  const { windows } = standIn;
  const mark = () => {};
  if (scenario.usesCdo === true) registerStandInCdo(t, windows);
  const hostMapi = (scenario.loadsMapi === true ? reloadedMapi : keptMapi)(windows, CHOICE, mark);
  const tokens = new Tokens(windows);
  const impersonation = impersonationBy(tokens, {
    kind: process.platform === 'win32' ? 'self' : 'logon-user',
    logonType: 'network-cleartext',
    password: windows.engine.allocate(2).address,
    mark,
  });
  const openCycles = (): Cycles =>
    scenario.open({
      impersonation,
      firstMailbox: firstOf(MAILBOXES),
      get mapi() {
        return hostMapi.mapi;
      },
      get mapiModule() {
        return hostMapi.mapiModule;
      },
      get profileFolder() {
        return profileFolder(windows, process.env);
      },
      cdo: () => openCdo(windows, mark),
    });
  return { ...standIn, tokens, openCycles, folder };
}

for (const engine of FFI_ENGINES) {
  for (const scenario of SCENARIOS) {
    test(`${engine}: ${scenario.name} gives back all that it takes, once`, async (t) => {
      const { mapi, misuses, objects, openCycles, tokens, windows } = await open(t, scenario, engine);
      const misusesBefore = misuses();
      const cycles = openCycles();
      // Scenarios may leave MAPI uninitialized between cycles, and the provider then forgets all objects.
      mapi.initialize();
      const held = windows.live.snapshot();
      const objectsHeld = objects();
      for (let round = 0; round < ROUNDS; round++) {
        for (const mailbox of MAILBOXES) {
          cycles.cycle(mailbox);
          t.equal(windows.live.describe(held), '', 'nothing is live that was not before');
          t.equal(objects(), objectsHeld, 'the provider agrees');
          t.notOk(tokens.threadHasToken(), 'the thread is reverted');
        }
      }
      t.equal(cycles.profilesLeft?.() ?? 0, 0, 'no profile is left');
      t.equal(objects(), objectsHeld, 'counting profiles takes nothing');
      cycles.close();
      t.equal(windows.live.describe(), '');
      if (scenario.usesCdo === true) {
        const cdo = cdoLedger(windows);
        t.same([cdo.live(), cdo.misuses()], [0, 0], 'CDO agrees');
      }
      t.equal(objects(), 0, 'no object is left');
      t.equal(misuses(), misusesBefore, 'none was used after its end, or released too often');
      mapi.uninitialize();
      t.equal(objects(), 0);
    });
  }
}

const DIGITS = '0123456789abcdef0123456789abcdef';
const nameOf = (pid: number): string => `mapileak_${pid}_${DIGITS}`;

/** The id of a process that has ended. */
function endedProcess(): number {
  const { pid } = spawnSync(process.execPath, ['--version'], { stdio: 'ignore' });
  return pid;
}

test('profiles that a killed run has left are swept, and nobody else’s', async (t) => {
  const { folder, mapi, objects, openCycles } = await open(t, mapiTemporaryProfiles, 'ffi-napi');
  // Who initializes first says what profiles are: here they are in the registry, though the scenario looks for files.
  mapi.initialize();
  const withAdmin = <T>(action: (admin: ProfileAdmin) => T): T => {
    using admin = mapi.profiles.admin();
    return action(admin);
  };
  const names = (): readonly string[] => withAdmin((admin) => admin.names());
  const anothers = nameOf(process.ppid);
  const mine = nameOf(process.pid);
  const somebodys = [uniqueProfile(), 'mapileak_anna', `mapileak_${DIGITS}`, `${mine}0`, anothers];
  const leftover = nameOf(endedProcess());
  const before = names();
  withAdmin((admin) => {
    for (const name of [leftover, mine, ...somebodys]) admin.create(name);
  });
  const file = (name: string): string => join(folder, `${name}.mmp`);
  const hasFiles = process.platform !== 'win32';
  if (hasFiles) for (const name of [leftover, 'mapileak_anna']) writeFileSync(file(name), '');
  const cycles = openCycles();
  t.same([...names()].sort(), [...before, ...somebodys].sort());
  if (hasFiles) t.same([existsSync(file(leftover)), existsSync(file('mapileak_anna'))], [false, true]);
  t.equal(cycles.profilesLeft?.(), 0);
  withAdmin((admin) => admin.create(mine));
  t.equal(cycles.profilesLeft?.(), 1);
  if (hasFiles) {
    writeFileSync(file('somebody'), '');
    t.equal(cycles.profilesLeft?.(), 2, 'a file that was not there at the start');
    writeFileSync(file(mine), '');
    t.equal(cycles.profilesLeft?.(), 2, 'a profile that is also a file is one');
    writeFileSync(file(anothers), '');
    t.equal(cycles.profilesLeft?.(), 2, 'that of another mapileak is not ours');
  }
  cycles.close();
  t.equal(objects(), 0);
  openCycles().close();
  withAdmin((admin) => {
    for (const name of somebodys) admin.delete(name);
  });
  t.same([...names()].sort(), [...before].sort());
  mapi.uninitialize();
});

test('a folder of .mmp files that cannot be read is named, where files are made', {
  skip: process.platform === 'win32' && 'this machine’s own registry is not for writing to',
}, async (t) => {
  const { folder, objects, openCycles, windows } = await open(t, mapiTemporaryProfiles, 'ffi-napi');
  process.env['MAPILEAK_TEST_FOLDER'] = folder;
  t.teardown(() => delete process.env['MAPILEAK_TEST_FOLDER']);
  const key = 'SOFTWARE\\Microsoft\\Windows Messaging Subsystem';
  const write = (type: number, path: string): void =>
    new Registry(windows).write(VIEW, key, 'ProfileDirectory', {
      type,
      data: Buffer.from(`${path}\0`, 'utf16le'),
    });
  write(REG_SZ, join(folder, 'missing'));
  t.throws(openCycles, {
    code: 'MAPI_ENVIRONMENT',
    message: /missing/,
    remedy: /value ProfileDirectory of HKLM\\SOFTWARE/,
  });
  t.equal(objects(), 0);
  write(REG_EXPAND_SZ, '%MAPILEAK_TEST_FOLDER%');
  t.equal(profileFolder(windows, process.env), folder, 'variables are expanded');
  write(REG_SZ, '%MAPILEAK_TEST_FOLDER%');
  t.equal(profileFolder(windows, process.env), '%MAPILEAK_TEST_FOLDER%', 'where the type says so');
});
