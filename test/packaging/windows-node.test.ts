import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { PackagingError } from '../../packaging/packaging-error.ts';
import { LICENCE_TEXTS } from '../../packaging/places.ts';
import { requireIntegrity, WINDOWS_NODE_VERSION, windowsNode } from '../../packaging/windows-node.ts';
import { temporaryFolder } from '../support/temporary.ts';

/** Of the four bytes `node`: printf node | openssl dgst -sha512 -binary | base64 */
const INTEGRITY_OF_NODE =
  'sha512-GDjjPPdoyvYprfEf/0UGB28Qnt95i2sUqeTFirVatiCY0dgsPQg9dp1f/LluvwaIVydtS0kPw2AFs43WFC6+Pg==';

test('an archive that is not the pinned one is refused', async (t) => {
  t.doesNotThrow(() => requireIntegrity('a.tgz', Buffer.from('node'), INTEGRITY_OF_NODE));
  t.throws(() => requireIntegrity('a.tgz', Buffer.from('nodf'), INTEGRITY_OF_NODE), PackagingError);
});

test('what is in the cache is not fetched again', async (t) => {
  const cache = temporaryFolder(t);
  const home = join(cache, `node-win-x86-${WINDOWS_NODE_VERSION}`);
  mkdirSync(home);
  writeFileSync(join(home, 'node.exe'), 'already here');
  t.equal(await windowsNode('ia32', cache), join(home, 'node.exe'));
});

test('the licence text that is kept is that of the Node that is packed', async (t) => {
  t.ok(readdirSync(LICENCE_TEXTS).includes(`node-${WINDOWS_NODE_VERSION}.txt`));
});
