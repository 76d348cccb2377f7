import { chmodSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { folderCloser } from '../../../harness/execute/close-folder.ts';
import { makeEmptyFolder } from '../../../harness/execute/empty-folder.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);

test('a folder that others have rights to is closed to them; a new one never was open', (t) => {
  const folder = temporaryFolder(t);
  const [there, made] = [join(folder, 'there'), join(folder, 'above', 'made')];
  mkdirSync(there);
  chmodSync(there, 0o777);
  const close = folderCloser(null);
  t.equal(makeEmptyFolder(there, close, [join(there, 'hosts')]), null);
  const umask = process.umask(0);
  t.equal(makeEmptyFolder(made, close), null);
  process.umask(umask);
  for (const path of [there, join(there, 'hosts'), made, join(folder, 'above')]) t.equal(modeOf(path), '700');
  t.end();
});

test('what cannot be closed is named, with the mode that it has', (t) => {
  // A folder whose mode nobody can change, not even root.
  const open = folderCloser(null)('/proc/self/task');
  t.match(open, /^The run folder \/proc\/self\/task cannot be closed to others \(mode 555\)/);
  t.end();
});
