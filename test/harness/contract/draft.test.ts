import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { NewFile } from '../../../harness/cli/new-file.ts';
import { openTarget } from '../../../harness/cli/report-files/target.ts';
import { draftOf, saidOf } from '../../../harness/contract/draft.ts';
import { writeWholeFile, writeWholeFileSync } from '../../../harness/contract/whole-file.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const OPTIONS = { mode: 0o600 };

test('what cannot be written is called by its name, and not by that of its draft', async (t) => {
  const folder = temporaryFolder(t);
  const file = join(folder, 'result.json');
  mkdirSync(file);
  const said = /^E[A-Z]+: [^']* '[^']*result\.json'$/;
  await t.rejects(writeWholeFile(file, 'x', OPTIONS), { message: said, code: /^E/ });
  t.throws(() => writeWholeFileSync(file, 'x', OPTIONS), { message: said });

  const astray = join(folder, 'none', 'result.json');
  await t.rejects(writeWholeFile(astray, 'x', OPTIONS), { message: said, code: 'ENOENT' });
  await t.rejects(openTarget(astray, false), { message: said, code: 'ENOENT' });
  // Only the draft's name is too long.
  const long = join(folder, 'x'.repeat(250));
  await t.rejects(NewFile.create(long), {
    code: 'USAGE',
    message: /x{250} cannot be written: .*'[^']*x{250}'$/,
  });
  t.same(readdirSync(folder), ['result.json'], 'and no draft is left');
});

test('a file may have any name', async (t) => {
  const file = '/srv/a$&b$$/x';
  const draft = draftOf(file);
  const said = saidOf(file, draft, new Error(`EACCES: permission denied, rename '${draft}' -> '${file}'`));
  t.match(said, { message: `EACCES: permission denied, rename '${file}'` });
});

test('errors that name no draft are what they were', async (t) => {
  const error = new Error("EIO: i/o error, open '/other'");
  t.equal(saidOf('/a', draftOf('/a'), error), error);
  t.equal(saidOf('/a', '/a.1', 'text'), 'text');
});
