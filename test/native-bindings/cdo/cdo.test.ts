import { basename } from 'node:path';
import { type Test, test } from 'tap';
import { FFI_ENGINES, type FfiEngineName } from '../../../harness/contract/plan.ts';
import { cdoClassChanges } from '../../../harness/execute/cdo-registration.ts';
import { mailClientChanges } from '../../../harness/execute/mail-client.ts';
import { openCdo } from '../../../native-bindings/cdo/cdo.ts';
import type { MarkedCall } from '../../../native-bindings/checks/call-marker.ts';
import { POINTER_BYTES } from '../../../native-bindings/ffi/words.ts';
import { standInPaths } from '../../../native-bindings/stand-in/paths.ts';
import { ProcessHeaps } from '../../../native-bindings/windows/heaps.ts';
import { impersonationBy } from '../../../native-bindings/windows/impersonation.ts';
import { Registry } from '../../../native-bindings/windows/registry.ts';
import { Tokens } from '../../../native-bindings/windows/tokens.ts';
import { openWindows } from '../../../native-bindings/windows/windows.ts';
import { collectGarbage } from '../../support/collect-garbage.ts';
import { dialForProcess } from '../../support/dials.ts';
import { blocksOf, heapTotals } from '../../support/heap-totals.ts';
import { temporaryRegistry } from '../../support/temporary.ts';
import { keepRegistry } from '../../support/windows.ts';

const SERVER = 'EXCHANGE';

/** With the stand-in's CDO registered until the test is over. */
async function open(t: Test, engine: FfiEngineName) {
  if (process.platform !== 'win32') temporaryRegistry(t);
  const windows = await openWindows(engine);
  const registry = new Registry(windows);
  const view = POINTER_BYTES === 4 ? '32-bit' : '64-bit';
  const paths = standInPaths();
  const client = {
    dll: paths.mapi32,
    view,
    exeFile: basename(process.execPath),
    wine: windows.wine !== null,
  } as const;
  const changes = [
    ...cdoClassChanges({ library: paths.cdo, view }),
    ...(process.platform === 'win32' ? mailClientChanges(client) : []),
  ];
  if (process.platform === 'win32') {
    keepRegistry(t, registry, changes);
    dialForProcess(t, windows, { IdentityFromProfile: 1, RoundTripMicroseconds: 0 });
  }
  for (const change of changes) {
    if (change.value !== null) registry.write(change.view, change.key, change.name, change.value);
  }
  const marks: MarkedCall[] = [];
  return { marks, windows, open: () => openCdo(windows, (call) => marks.push(call)) };
}

for (const engine of FFI_ENGINES) {
  test(`${engine}: a session is logged on, read, logged off and released, and nothing of it stays`, async (t) => {
    const { marks, open: openHere, windows } = await open(t, engine);
    const cdo = openHere();
    t.equal(windows.live.describe(), 'interfaces: 1, apartments: 1', 'a session that keeps CDO loaded');
    marks.length = 0;
    const session = cdo.newSession();
    t.equal(windows.live.of('interfaces'), 2);
    session.logon(SERVER, 'mailbox-0001');
    const count = session.inboxMessageCount();
    t.ok(Number.isInteger(count) && count >= 0, `${count} messages`);
    t.equal(windows.live.of('interfaces'), 2, 'folder and messages are given back');
    session.logoff();
    t.equal(session.release(), 0, 'no reference is left');
    t.same(marks, [
      'CoCreateInstance',
      'CDO Session.Logon',
      'CDO Session.Inbox',
      'CDO Session.Logoff',
      'CDO Session.Release',
    ]);
    cdo.close();
    t.equal(windows.live.describe(), '');
  });

  test(`${engine}: CDO’s errors are MAPI’s, in CDO’s words`, async (t) => {
    const { open: openHere, windows } = await open(t, engine);
    const cdo = openHere();
    const session = cdo.newSession();
    for (const call of [() => session.logoff(), () => session.inboxMessageCount()]) {
      t.throws(call, {
        code: 'MAPI_E_NOT_INITIALIZED',
        call: /^CDO Session\.(Logoff|Inbox)$/,
        message: /0x80040605, .*Collaboration Data Objects/,
      });
    }
    t.throws(() => session.logon('', 'mailbox-0001'), { code: 'MAPI_E_LOGON_FAILED' });
    session.release();
    cdo.close();
    t.equal(windows.live.describe(), '');
  });

  test(`${engine}: a hundred thousand calls leave nothing behind`, async (t) => {
    const { open: openHere, windows } = await open(t, engine);
    const cdo = openHere();
    const session = cdo.newSession();
    session.logon(SERVER, 'mailbox-0001');
    const heaps = new ProcessHeaps(windows, () => {});
    const read = async (times: number): Promise<void> => {
      // Inbox, Messages and Count are three.
      for (let i = 0; i < times; i++) {
        session.inboxMessageCount();
        if (i % 100 === 0) await new Promise(setImmediate);
      }
      collectGarbage();
      await new Promise(setImmediate);
    };
    await read(2000);
    const before = heaps.walk();
    await read(33_334);
    const after = heaps.walk();
    t.same(heapTotals(windows, after), heapTotals(windows, before));
    const grown = blocksOf(after) - blocksOf(before);
    t.ok(grown <= (process.platform === 'win32' ? 10_000 : 0), `${grown} blocks`);
    t.equal(windows.live.describe(), 'interfaces: 2, apartments: 1');
    session.logoff();
    session.release();
    cdo.close();
    t.equal(windows.live.describe(), '');
  });

  test(`${engine}: sessions as as many users leave nothing of ours behind`, async (t) => {
    const { open: openHere, windows } = await open(t, engine);
    const impersonation = impersonationBy(new Tokens(windows), {
      kind: process.platform === 'win32' ? 'self' : 'logon-user',
      logonType: 'network-cleartext',
      password: windows.engine.allocate(2).address,
      mark: () => {},
    });
    const heaps = new ProcessHeaps(windows, () => {});
    const cdo = openHere();
    const session = ({ user }: { readonly user: string }): void => {
      const made = cdo.newSession();
      made.logon(SERVER, user);
      made.logoff();
      made.release();
    };
    const before = heaps.count();
    const USERS = 30;
    for (let i = 0; i < USERS; i++) {
      impersonation.runAs({ user: `user-${i}`, domain: 'EXAMPLE' }, session);
    }
    t.equal(windows.live.describe(), 'interfaces: 1, apartments: 1');
    const left = heaps.count() - before;
    t.ok(left >= USERS - 1 && left <= USERS, `${left}: the model’s leak, a heap for each change of user`);
    cdo.close();
    t.equal(windows.live.describe(), '');
  });
}

test('without CDO the error says what to install', async (t) => {
  temporaryRegistry(t);
  const windows = await openWindows('ffi-napi');
  t.throws(() => openCdo(windows, () => {}), {
    code: 'MAPI_ENVIRONMENT',
    message:
      /CDO 1\.21 \(MAPI\.Session\) cannot be used in this \d\d-bit process: CLSIDFromProgID: CO_E_CLASSSTRING/,
    remedy: /nstall the Exchange MAPI client and CDO 1\.2\.1/,
  });
  t.equal(windows.live.describe(), '', 'the apartment is left');
});
