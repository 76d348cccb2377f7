import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Test, test } from 'tap';
import type { FfiEngineName } from '../../harness/contract/plan.ts';
import { keptMapi, reloadedMapi } from '../../harness/execute/host-mapi.ts';
import { openCdo } from '../../native-bindings/cdo/cdo.ts';
import { profileFolder } from '../../native-bindings/mapi/profile-folder.ts';
import type { ProfileAdmin } from '../../native-bindings/mapi/profiles.ts';
import { standInPaths } from '../../native-bindings/stand-in/paths.ts';
import { impersonationBy } from '../../native-bindings/windows/impersonation.ts';
import { Tokens } from '../../native-bindings/windows/tokens.ts';
import { SCENARIOS } from '../../scenarios/catalogue.ts';
import type { Cycles, Mailbox, Scenario } from '../../scenarios/scenario.ts';
import temporaryProfile from '../../scenarios/temporary-profile.ts';
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
      profileFolder: profileFolder(windows, process.env),
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

test('profiles that a killed run has left are swept, and nobody else’s', async (t) => {
  const { folder, mapi, objects, openCycles } = await open(t, temporaryProfile, 'ffi-napi');
  mapi.initialize();
  const withAdmin = <T>(action: (admin: ProfileAdmin) => T): T => {
    using admin = mapi.profiles.admin();
    return action(admin);
  };
  const names = (): readonly string[] => withAdmin((admin) => admin.names());
  const somebodys = uniqueProfile();
  const before = names();
  withAdmin((admin) => {
    for (const name of ['mapileak_1', 'mapileak_2', somebodys]) admin.create(name);
  });
  const cycles = openCycles();
  t.same([...names()].sort(), [...before, somebodys].sort());
  t.equal(cycles.profilesLeft?.(), 0);
  withAdmin((admin) => admin.create('mapileak_3'));
  t.equal(cycles.profilesLeft?.(), 1);
  if (process.platform !== 'win32') {
    writeFileSync(join(folder, 'somebody.mmp'), '');
    t.equal(cycles.profilesLeft?.(), 2, 'a file that was not there at the start');
    writeFileSync(join(folder, 'mapileak_3.mmp'), '');
    t.equal(cycles.profilesLeft?.(), 2, 'a profile that is also a file is one');
  }
  cycles.close();
  t.equal(objects(), 0);
  openCycles().close();
  withAdmin((admin) => admin.delete(somebodys));
  t.same([...names()].sort(), [...before].sort());
  mapi.uninitialize();
});
