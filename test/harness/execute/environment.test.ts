import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { loadedLibrarySchema } from '../../../harness/contract/environment.ts';
import { describeLibrary } from '../../../harness/execute/environment.ts';
import { temporaryFolder } from '../../support/temporary.ts';

test('a loaded library that cannot be read is recorded with the reason', async (t) => {
  const folder = temporaryFolder(t);
  const gone = join(folder, 'gone.dll');
  const nothing = { bytes: null, sha256: null, version: null };
  t.same(describeLibrary(gone), { path: gone, ...nothing, unreadable: 'no such file' });
  t.match(describeLibrary(folder), { ...nothing, unreadable: /^EISDIR|directory/ });
  t.same(loadedLibrarySchema.parse(describeLibrary(gone)), describeLibrary(gone));
});

test('one that can be read is described by its bytes', async (t) => {
  const path = join(temporaryFolder(t), 'some.dll');
  writeFileSync(path, 'three');
  t.match(describeLibrary(path), { bytes: 5, sha256: /^[0-9a-f]{64}$/, unreadable: null });
});

test('libraries in the records of earlier runs were read', async (t) => {
  const before = { path: 'x', bytes: 1, sha256: '', version: null };
  t.equal(loadedLibrarySchema.parse(before).unreadable, null);
});
