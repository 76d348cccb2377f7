import { test } from 'tap';
import { FFI_ENGINES, type FfiEngineName, LOGON_TYPES } from '../../../harness/contract/plan.ts';
import {
  type ImpersonationOptions,
  impersonationBy,
} from '../../../native-bindings/windows/impersonation.ts';
import { Tokens } from '../../../native-bindings/windows/tokens.ts';
import { openWindows } from '../../../native-bindings/windows/windows.ts';
import fc from '../../support/seeded-properties.ts';
import { temporaryRegistry } from '../../support/temporary.ts';
import { ELSEWHERE, ON_WINDOWS } from '../../support/windows.ts';

async function open(engine: FfiEngineName) {
  const windows = await openWindows(engine);
  const password = windows.engine.allocate(2).address;
  const tokens = new Tokens(windows);
  const impersonate = (kind: ImpersonationOptions['kind'], logonType: ImpersonationOptions['logonType']) =>
    impersonationBy(tokens, { kind, logonType, password, mark: () => {} });
  return { windows, tokens, password, impersonate };
}

for (const engine of FFI_ENGINES) {
  test(`${engine}: each user has an identity of his own, the same at every logon`, ELSEWHERE, async (t) => {
    temporaryRegistry(t);
    const { windows, tokens, password } = await open(engine);
    const sidOf = (user: string, domain: string) => {
      const token = tokens.logonUser({ user, domain }, password, LOGON_TYPES['network-cleartext']);
      const sid = tokens.sidOf(token).toString('hex');
      tokens.close(token);
      return sid;
    };
    t.equal(sidOf('ann', 'EXAMPLE'), sidOf('ann', 'EXAMPLE'));
    t.equal(sidOf('ann@EXAMPLE', ''), sidOf('ann', 'EXAMPLE'), 'a user principal name is the same user');
    t.not(sidOf('ann', 'EXAMPLE'), sidOf('bob', 'EXAMPLE'));
    t.not(sidOf('ann', 'EXAMPLE'), sidOf('ann', 'OTHER'));
    t.match(sidOf('ann', 'EXAMPLE'), /^01..00000000000515000000/, 'S-1-5-21-...');
    t.equal(windows.live.describe(), '');
  });

  test(`${engine}: inside runAs the thread is the user, outside it is nobody else`, ELSEWHERE, async (t) => {
    temporaryRegistry(t);
    const { windows, tokens, impersonate } = await open(engine);
    const impersonation = impersonate('logon-user', 'network');
    t.notOk(tokens.threadHasToken());
    let inside = false;
    impersonation.runAs({ user: 'ann', domain: 'EXAMPLE' }, () => {
      inside = tokens.threadHasToken();
    });
    t.ok(inside);
    t.notOk(tokens.threadHasToken());
    t.equal(windows.live.describe(), '');
  });

  test(`${engine}: whatever the action throws, the thread is reverted and the token closed`, async (t) => {
    temporaryRegistry(t);
    const { windows, tokens, impersonate } = await open(engine);
    const before = handles(windows);
    const impersonation = impersonate('self', 'network');
    for (let i = 0; i < 50; i++) {
      t.throws(() =>
        impersonation.runAs({ user: '', domain: '' }, () => {
          throw new Error('in the middle');
        }),
      );
    }
    t.notOk(tokens.threadHasToken());
    t.equal(windows.live.describe(), '');
    t.equal(handles(windows), before, 'no handle is left open');
  });

  test(`${engine}: impersonating oneself is another token with the same identity`, async (t) => {
    const { tokens } = await open(engine);
    const own = tokens.duplicateOwn();
    const another = tokens.duplicateOwn();
    t.not(own, another);
    t.same(tokens.sidOf(own), tokens.sidOf(another));
    t.notOk(tokens.threadRunsAs(own));
    tokens.impersonate(own);
    t.ok(tokens.threadHasToken());
    t.ok(tokens.threadRunsAs(another), 'the identity counts, not the token');
    tokens.revert();
    t.notOk(tokens.threadHasToken());
    t.notOk(tokens.threadRunsAs(own));
    tokens.close(own);
    tokens.close(another);
  });

  test(`${engine}: a thread that runs as one user does not run as another`, ELSEWHERE, async (t) => {
    const { tokens, password } = await open(engine);
    const own = tokens.duplicateOwn();
    const other = tokens.logonUser({ user: 'ann', domain: 'EXAMPLE' }, password, LOGON_TYPES.network);
    t.notSame(tokens.sidOf(own), tokens.sidOf(other));
    tokens.impersonate(own);
    t.notOk(tokens.threadRunsAs(other));
    tokens.revert();
    tokens.close(own);
    tokens.close(other);
  });

  test(`${engine}: the token that Wine gives to anybody is known for what it is`, ON_WINDOWS, async (t) => {
    const { windows, tokens, password } = await open(engine);
    const code = windows.wine === null ? 'ERROR_LOGON_FAILURE' : 'FAKE_TOKEN';
    const account = { user: 'nobody', domain: 'NOWHERE' };
    t.throws(() => tokens.logonUser(account, password, LOGON_TYPES.network), { call: 'LogonUserW', code });
    t.equal(windows.live.describe(), '', 'nothing to give back');
  });

  test(`${engine}: new credentials keep the identity of the process`, ELSEWHERE, async (t) => {
    const { tokens, password } = await open(engine);
    const own = tokens.duplicateOwn();
    const token = tokens.logonUser(
      { user: 'ann', domain: 'EXAMPLE' },
      password,
      LOGON_TYPES['new-credentials'],
    );
    t.equal(tokens.sidOf(token).toString('hex'), tokens.sidOf(own).toString('hex'));
    tokens.close(token);
    tokens.close(own);
  });

  test(`${engine}: a token that is none is refused by name`, async (t) => {
    const { tokens } = await open(engine);
    t.throws(() => tokens.impersonate(0xdeadbeef), {
      code: 'ERROR_INVALID_HANDLE',
      call: 'ImpersonateLoggedOnUser',
    });
    t.throws(() => tokens.close(0x7ffc), { code: 'ERROR_INVALID_HANDLE', call: 'CloseHandle' });
  });
}

test('without impersonation the action just runs', async (t) => {
  const { tokens, impersonate } = await open('ffi-napi');
  let ran = '';
  impersonate('none', 'network').runAs({ user: 'ann', domain: '' }, ({ user }) => {
    ran = `${user} ${tokens.threadHasToken()}`;
  });
  t.equal(ran, 'ann false');
});

test('any user name that fits is logged on, and close gives every token back', ELSEWHERE, async (t) => {
  const { windows, tokens, password } = await open('ffi-napi');
  const before = handles(windows);
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 100, unit: 'grapheme' }), (name) => {
      const user = name.replaceAll('\0', '').replaceAll('@', 'a');
      fc.pre(user !== '');
      const token = tokens.logonUser({ user, domain: 'EXAMPLE' }, password, LOGON_TYPES.network);
      tokens.close(token);
      return handles(windows) === before;
    }),
  );
  t.equal(windows.live.describe(), '');
});

function handles(windows: Awaited<ReturnType<typeof openWindows>>): number {
  const out = windows.engine.allocate(4);
  windows.kernel32.GetProcessHandleCount(windows.kernel32.GetCurrentProcess(), out.address);
  return out.bytes.readUInt32LE();
}
