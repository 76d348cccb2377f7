import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { makeFolders } from '../../../harness/execute/make-folders.ts';
import { temporaryFolder } from '../../support/temporary.ts';

test('a folder is made with those above it, and is left as it is if it is there', async (t) => {
  const path = join(temporaryFolder(t), 'a', 'b', 'c');
  makeFolders(path, 0o700);
  t.ok(statSync(path).isDirectory());
  makeFolders(path, 0o700);
  if (process.platform !== 'win32') t.equal(statSync(join(path, '..')).mode & 0o777, 0o700);
});

test('where a file is in the way, the system says so', async (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, 'file'), '');
  t.throws(() => makeFolders(join(folder, 'file')), { code: 'EEXIST' });
  t.throws(() => makeFolders(join(folder, 'file', 'below')), { code: /ENOTDIR|ENOENT/ });
});

test('below /proc nothing can be made, which is told at once', {
  skip: process.platform !== 'linux',
}, async (t) => {
  t.throws(() => makeFolders('/proc/mapileak/run'), { code: 'ENOENT' });
});
