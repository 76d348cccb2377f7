import { type Test, test } from 'tap';
import { FFI_ENGINES, type FfiEngineName } from '../../../harness/contract/plan.ts';
import type { MarkedCall } from '../../../native-bindings/checks/call-marker.ts';
import { POINTER_BYTES } from '../../../native-bindings/ffi/words.ts';
import { openMapi } from '../../../native-bindings/mapi/open-mapi.ts';
import { standInPaths } from '../../../native-bindings/stand-in/paths.ts';
import { ProcessHeaps } from '../../../native-bindings/windows/heaps.ts';
import { impersonationBy } from '../../../native-bindings/windows/impersonation.ts';
import { Tokens } from '../../../native-bindings/windows/tokens.ts';
import { openWindows } from '../../../native-bindings/windows/windows.ts';
import { dialForProcess } from '../../support/dials.ts';
import { heapTotals } from '../../support/heap-totals.ts';
import { temporaryRegistry } from '../../support/temporary.ts';

/** The stand-in reads its dials when a process first initializes MAPI: every test of this file sets them. */
async function open(t: Test, engine: FfiEngineName) {
  const windows = await openWindows(engine);
  if (process.platform === 'win32') dialForProcess(t, windows, { IdentityFromProfile: 1 });
  const marks: MarkedCall[] = [];
  const opened = openMapi(windows, { kind: 'path', path: standInPaths().mapi32 }, (call) => marks.push(call));
  return { ...opened, windows, marks };
}

/** Each leaves a heap, and a 32-bit process has room for about a thousand beside Node. */
const LOGONS = POINTER_BYTES === 4 ? 400 : 1000;

for (const engine of FFI_ENGINES) {
  test(`${engine}: a session is logged on, logged off and released, and nothing of it stays`, async (t) => {
    temporaryRegistry(t);
    const { isStandIn, mapi, marks, windows } = await open(t, engine);
    t.ok(isStandIn(), 'the provider says what it is');
    mapi.initialize();
    const session = mapi.logonEx('mailbox-0001');
    t.equal(windows.live.describe(), 'sessions: 1');
    mapi.logoff(session);
    t.equal(mapi.release(session), 0, 'no reference is left');
    t.equal(windows.live.describe(), '');
    t.same(marks, ['MAPIInitialize', 'MAPILogonEx', 'IMAPISession::Logoff', 'IMAPISession::Release']);
    mapi.uninitialize();
  });

  test(`${engine}: without MAPIInitialize there is no logon`, async (t) => {
    const { mapi, windows } = await open(t, engine);
    t.throws(() => mapi.logonEx('mailbox-0001'), { call: 'MAPILogonEx', code: 'MAPI_E_NOT_INITIALIZED' });
    t.equal(windows.live.describe(), '');
  });

  test(`${engine}: a profile name beyond 64 characters or ANSI never reaches MAPI`, async (t) => {
    const { mapi } = await open(t, engine);
    mapi.initialize();
    t.doesNotThrow(() => mapi.end(mapi.logonEx('m'.repeat(64))));
    t.throws(() => mapi.logonEx('m'.repeat(65)), RangeError);
    t.throws(() => mapi.logonEx('Ł'), RangeError);
    mapi.uninitialize();
  });

  test(`${engine}: buffers are counted until they are freed`, async (t) => {
    const { mapi, windows } = await open(t, engine);
    mapi.initialize();
    const heaps = new ProcessHeaps(windows, () => {});
    const totals = () => heapTotals(windows, heaps.walk());
    const before = totals();
    const buffer = mapi.allocateBuffer(1000);
    t.equal(windows.live.of('buffers'), 1);
    t.ok(totals().busyBytes >= before.busyBytes + 1000);
    mapi.freeBuffer(buffer);
    t.equal(windows.live.describe(), '');
    t.same(totals(), before);
    mapi.uninitialize();
  });

  test(`${engine}: hundreds of sessions as as many users leave nothing of ours behind`, async (t) => {
    temporaryRegistry(t);
    const { mapi, windows } = await open(t, engine);
    const tokens = new Tokens(windows);
    const password = windows.engine.allocate(2).address;
    const impersonation = impersonationBy(tokens, {
      kind: process.platform === 'win32' ? 'self' : 'logon-user',
      logonType: 'network-cleartext',
      password,
      mark: () => {},
    });
    const heaps = new ProcessHeaps(windows, () => {});
    const totals = () => heapTotals(windows, heaps.walk());
    mapi.initialize();
    impersonation.runAs({ user: 'first', domain: 'EXAMPLE' }, () => mapi.end(mapi.logonEx('first')));
    const before = totals();
    for (let i = 0; i < LOGONS; i++) {
      impersonation.runAs({ user: `user-${i}`, domain: 'EXAMPLE' }, ({ user }) =>
        mapi.end(mapi.logonEx(user)),
      );
    }
    t.equal(windows.live.describe(), '');
    const after = totals();
    t.equal(after.heaps - before.heaps, LOGONS, 'the model’s leak: a heap for each change of user');
    mapi.uninitialize();
  });
}

test('a library that is no MAPI provider is refused, naming each export that is missing', async (t) => {
  const windows = await openWindows('ffi-napi');
  const path = process.platform === 'win32' ? 'version.dll' : 'libm.so.6';
  t.throws(() => openMapi(windows, { kind: 'path', path }, () => {}), {
    code: 'EXPORT_MISSING',
    message: /(?:libm\.so\.6|version\.dll) does not export MAPIInitialize, MAPIUninitialize, MAPILogonEx/,
  });
});
