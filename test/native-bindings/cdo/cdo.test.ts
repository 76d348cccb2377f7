import { type Test, test } from 'tap';
import { FFI_ENGINES, type FfiEngineName } from '../../../harness/contract/plan.ts';
import { openCdo } from '../../../native-bindings/cdo/cdo.ts';
import { CallFailure } from '../../../native-bindings/checks/call-failure.ts';
import type { MarkedCall } from '../../../native-bindings/checks/call-marker.ts';
import { ProcessHeaps } from '../../../native-bindings/windows/heaps.ts';
import { impersonationBy } from '../../../native-bindings/windows/impersonation.ts';
import { Tokens } from '../../../native-bindings/windows/tokens.ts';
import { openWindows } from '../../../native-bindings/windows/windows.ts';
import { collectGarbage } from '../../support/collect-garbage.ts';
import { dialForProcess } from '../../support/dials.ts';
import { blocksOf, heapTotals } from '../../support/heap-totals.ts';
import { cdoLedger, registerStandInCdo } from '../../support/stand-in-cdo.ts';
import { temporaryRegistry } from '../../support/temporary.ts';

const SERVER = 'EXCHANGE';

/** With the stand-in's CDO registered until the test is over. */
async function open(t: Test, engine: FfiEngineName) {
  if (process.platform !== 'win32') temporaryRegistry(t);
  const windows = await openWindows(engine);
  if (process.platform === 'win32') {
    dialForProcess(t, windows, { IdentityFromProfile: 1, RoundTripMicroseconds: 0 });
  }
  registerStandInCdo(t, windows);
  const marks: MarkedCall[] = [];
  const ledger = cdoLedger(windows);
  const misuses = ledger.misuses();
  const closed = (): void => {
    t.equal(windows.live.describe(), '');
    t.equal(ledger.live(), 0, 'CDO has no object left');
    t.equal(ledger.misuses(), misuses, 'each was released once, and not used afterwards');
  };
  return { closed, ledger, marks, windows, open: () => openCdo(windows, (call) => marks.push(call)) };
}

function fails(call: () => void): boolean {
  try {
    call();
    return false;
  } catch (error) {
    if (error instanceof CallFailure) return true;
    throw error;
  }
}

for (const engine of FFI_ENGINES) {
  test(`${engine}: a session is logged on, read, logged off and released, and nothing of it stays`, async (t) => {
    const { closed, ledger, marks, open: openHere, windows } = await open(t, engine);
    const cdo = openHere();
    t.equal(windows.live.describe(), 'interfaces: 1, apartments: 1', 'a session that keeps CDO loaded');
    marks.length = 0;
    const session = cdo.newSession();
    t.equal(windows.live.of('interfaces'), 2);
    session.logon(SERVER, 'mailbox-0001');
    const count = session.inboxMessageCount();
    t.ok(Number.isInteger(count) && count >= 0, `${count} messages`);
    t.equal(windows.live.of('interfaces'), 2, 'folder and messages are given back');
    t.equal(ledger.live(), 2, 'CDO agrees');
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
    closed();
  });

  test(`${engine}: CDO’s errors are MAPI’s, in CDO’s words`, async (t) => {
    const { closed, open: openHere } = await open(t, engine);
    const cdo = openHere();
    const session = cdo.newSession();
    for (const call of [() => session.logoff(), () => session.inboxMessageCount()]) {
      t.throws(call, {
        code: 'MAPI_E_NOT_INITIALIZED',
        call: /^CDO Session\.(Logoff|Inbox)$/,
        message: /0x80040605, .*Collaboration Data Objects/,
      });
    }
    t.throws(() => session.passLogonArguments(SERVER, 'mailbox-0001'), {
      code: 'DISP_E_BADPARAMCOUNT',
      call: 'CDO Session.Logoff',
    });
    t.throws(() => session.logon('', 'mailbox-0001'), { code: 'MAPI_E_LOGON_FAILED' });
    session.release();
    cdo.close();
    closed();
  });

  test(`${engine}: a hundred thousand calls, with strings and failures among them, leave nothing behind`, async (t) => {
    const { closed, open: openHere, windows } = await open(t, engine);
    const cdo = openHere();
    const session = cdo.newSession();
    session.logon(SERVER, 'mailbox-0001');
    const neverLoggedOn = cdo.newSession();
    const heaps = new ProcessHeaps(windows, () => {});
    const failures = { exception: 0, refusedArguments: 0 };
    const read = async (times: number): Promise<void> => {
      // Inbox, Messages and Count are three.
      for (let i = 0; i < times; i++) {
        session.inboxMessageCount();
        if (fails(() => neverLoggedOn.passLogonArguments(SERVER, `mailbox-${i}`)))
          failures.refusedArguments += 1;
        if (fails(() => neverLoggedOn.inboxMessageCount())) failures.exception += 1;
        if (i % 100 === 0) await new Promise(setImmediate);
      }
      collectGarbage();
      await new Promise(setImmediate);
    };
    await read(2000);
    const before = heaps.walk();
    await read(20_000);
    const after = heaps.walk();
    t.same(heapTotals(windows, after), heapTotals(windows, before));
    const grown = blocksOf(after) - blocksOf(before);
    t.ok(grown <= (process.platform === 'win32' ? 10_000 : 0), `${grown} blocks`);
    t.same(failures, { exception: 22_000, refusedArguments: 22_000 });
    t.equal(windows.live.describe(), 'interfaces: 3, apartments: 1');
    neverLoggedOn.release();
    session.logoff();
    session.release();
    cdo.close();
    closed();
  });

  test(`${engine}: sessions as as many users leave nothing of ours behind`, async (t) => {
    const { closed, open: openHere, windows } = await open(t, engine);
    const impersonation = impersonationBy(new Tokens(windows), {
      kind: process.platform === 'win32' ? 'self' : 'logon-user',
      logonType: 'network-cleartext',
      password: windows.engine.allocate(2).address,
      mark: () => {},
    });
    const heaps = new ProcessHeaps(windows, () => {});
    const cdo = openHere();
    const session = ({ user }: { readonly user: string }): void => {
      using made = cdo.newSession();
      made.logon(SERVER, user);
      made.logoff();
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
    closed();
  });
}

test('without CDO the error says what to install', async (t) => {
  temporaryRegistry(t);
  const windows = await openWindows('ffi-napi');
  t.throws(() => openCdo(windows, () => {}), {
    code: 'MAPI_ENVIRONMENT',
    message:
      /CDO 1\.21 \(MAPI\.Session\) cannot be used in this \d\d-bit process: CLSIDFromProgID: CO_E_CLASSSTRING/,
    remedy: /Install the Exchange MAPI client and CDO 1\.2\.1/,
  });
  t.equal(windows.live.describe(), '', 'the apartment is left');
});
