import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'tap';
import { mailboxCheckSchema } from '../../harness/contract/mailbox-check.ts';
import { Registry } from '../../native-bindings/windows/registry.ts';
import { openWindows } from '../../native-bindings/windows/windows.ts';
import { captureRunRegistry } from '../support/run-registry.ts';
import { scriptedDirectory } from '../support/scripted-ldap.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { ON_WINDOWS, windowsPlace } from '../support/windows.ts';

const CHECK = ['mailboxes', 'check', '--mailbox-count', '4', '--pause-ms', '0', '--quiet'];

test(
  'mailboxes are tried through the system’s mapi32.dll, and the registry is as before',
  ON_WINDOWS,
  async (t) => {
    const registry = new Registry(await openWindows('ffi-napi'));
    const before = captureRunRegistry(registry);
    const out = join(temporaryFolder(t), 'good.csv');
    const refuse = ['--stand-in', 'RefuseProfile=mailbox-0002'];
    const ended = windowsPlace(t).mapileak(...CHECK, ...refuse, '--json', '--out', out);
    t.equal(ended.code, 1, ended.stderr);
    const result = mailboxCheckSchema.parse(JSON.parse(ended.stdout));
    t.match(result, { standIn: true, outcome: 'complete', ok: 3, byCode: { MAPI_E_LOGON_FAILED: 1 } });
    t.same(readFileSync(out, 'utf8').match(/^mailbox-\d+/gm), [
      'mailbox-0001',
      'mailbox-0003',
      'mailbox-0004',
    ]);
    t.notOk(readdirSync(dirname(out)).some((name) => name.endsWith('.draft')));
    t.same(captureRunRegistry(registry), before);
  },
);

test('a directory is asked, and where nothing can be a row no file stays', ON_WINDOWS, async (t) => {
  const { port, searches } = await scriptedDirectory(t, [
    { entries: ['cn=a,dc=lab'], cookie: 'more' },
    { entries: ['cn=b,dc=lab'], cookie: '' },
  ]);
  const out = join(temporaryFolder(t), 'boxes.csv');
  const url = `ldap://127.0.0.1:${port}`;
  const args = ['mailboxes', 'from-ad', '--url', url, '--base', 'dc=lab', '--out', out];
  const { code, stderr } = await windowsPlace(t).start(...args).ended;
  t.equal(code, 2, stderr);
  t.match(stderr, /2 entries left out: it has no mailNickname/);
  t.equal(searches.length, 2);
  t.notOk(existsSync(out));
  t.notOk(readdirSync(dirname(out)).some((name) => name.endsWith('.draft')));
});
