import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'tap';
import { CallFailure } from '../../../native-bindings/checks/call-failure.ts';
import { CheckedCalls } from '../../../native-bindings/checks/checked-calls.ts';
import { failureClassOf } from '../../../native-bindings/mapi/failure-class.ts';
import { openMapi } from '../../../native-bindings/mapi/open-mapi.ts';
import { openWindows } from '../../../native-bindings/windows/windows.ts';
import { FFI_ENGINES, openStandIn } from '../../support/stand-in-mapi.ts';
import { temporaryFolder, temporaryRegistry } from '../../support/temporary.ts';

for (const engine of FFI_ENGINES) {
  test(`${engine}: Simple MAPI logs on and off without MAPIInitialize, and nothing of it stays`, async (t) => {
    temporaryRegistry(t);
    const { mapi, marks, misuses, windows } = await openStandIn(t, engine);
    for (let round = 0; round < 20; round++) {
      const session = mapi.simple.logon(`mailbox-${round}`);
      t.not(session, 0);
      t.equal(windows.live.describe(), 'sessions: 1');
      mapi.simple.logoff(session);
    }
    t.equal(windows.live.describe(), '');
    t.equal(misuses(), 0);
    t.same(marks.slice(0, 2), ['MAPILogon', 'MAPILogoff']);
  });

  test(`${engine}: a session that is none is refused by name`, async (t) => {
    const { mapi, windows } = await openStandIn(t, engine);
    t.throws(() => mapi.simple.logoff(12345), { call: 'MAPILogoff', code: 'MAPI_E_INVALID_SESSION' });
    windows.live.taken('sessions');
    t.throws(() => mapi.simple.logon('m'.repeat(65)), RangeError);
    t.equal(windows.live.describe(), '');
  });
}

test('codes of Simple MAPI have names of their own, and classes', async (t) => {
  const calls = new CheckedCalls(() => 0);
  t.doesNotThrow(() => calls.simpleMapi('MAPILogon', 0));
  t.throws(() => calls.simpleMapi('MAPILogon', 3), {
    code: 'MAPI_E_LOGON_FAILURE',
    message: 'MAPILogon: MAPI_E_LOGON_FAILURE (code 3)',
  });
  t.throws(() => calls.simpleMapi('MAPILogon', 99), { code: 'MAPI error 99' });
  const classOf = (code: string) => failureClassOf(new CallFailure('MAPILogon', code, ''));
  t.equal(classOf('MAPI_E_LOGON_FAILURE'), 'mailbox');
  t.equal(classOf('MAPI_E_TOO_MANY_SESSIONS'), 'exhaustion');
});

/** A provider of Extended MAPI with nothing but what every run needs. */
const BARE_PROVIDER = `
int MAPIInitialize(void *init) { return init == 0; }
void MAPIUninitialize(void) {}
int MAPILogonEx(void) { return -1; }
int MAPIAllocateBuffer(void) { return -1; }
int MAPIFreeBuffer(void) { return 0; }
`;

test('a provider without Simple MAPI serves all scenarios but those that ask for it', {
  skip: process.platform === 'linux' ? false : 'builds a library for Linux',
}, async (t) => {
  const folder = temporaryFolder(t);
  const path = join(folder, 'libbare.so');
  const args = ['-shared', '-fPIC', '-x', 'c', '-', '-o', path];
  execFileSync('gcc', args, { input: BARE_PROVIDER });
  const windows = await openWindows('ffi-napi');
  const { mapi } = openMapi(windows, { kind: 'path', path }, () => {});
  mapi.initialize();
  mapi.uninitialize();
  t.throws(() => mapi.simple, {
    code: 'EXPORT_MISSING',
    message: `${path} does not export MAPILogon, MAPILogoff`,
    remedy: /Simple MAPI.*another scenario, or another --mapi/,
  });
  t.throws(() => mapi.profiles, { code: 'EXPORT_MISSING', message: /does not export MAPIAdminProfiles/ });
});
