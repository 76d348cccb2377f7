import { execFileSync } from 'node:child_process';
import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Test, test } from 'tap';
import { arePlain, folderBelow, isWithin, openBelow } from '../../../../harness/serve/files/open.ts';
import { temporaryFolder } from '../../../support/temporary.ts';

function place(t: Test): { readonly root: string; readonly outside: string } {
  const folder = realpathSync(temporaryFolder(t));
  const [root, outside] = [join(folder, 'runs'), join(folder, 'runs-of-others')];
  for (const each of [root, outside]) mkdirSync(join(each, 'run'), { recursive: true });
  for (const each of [root, outside]) writeFileSync(join(each, 'run', 'report.html'), each);
  return { root, outside };
}

async function textOf(folder: string, name: string): Promise<string | null> {
  const file = await openBelow(folder, name);
  const text = file === null ? null : await file.readFile('utf8');
  await file?.close();
  return text;
}

test('folders and files that lie there are found', async (t) => {
  const { root } = place(t);
  t.equal(await folderBelow(root, ['run']), join(root, 'run'));
  t.equal(await textOf(join(root, 'run'), 'report.html'), root);
});

test('what is not there, or of the other kind, is not', async (t) => {
  const { root } = place(t);
  for (const names of [['none'], ['run', 'none'], ['run', 'report.html'], ['..'], ['run', '..'], ['']])
    t.equal(await folderBelow(root, names), null, names.join('/'));
  mkdirSync(join(root, 'run', 'plan.json'));
  for (const name of ['none', 'plan.json', '../run/report.html', '.', ''])
    t.equal(await textOf(join(root, 'run'), name), null, name);
});

test('a link that leads out of the folder is not followed, be it a folder or a file', async (t) => {
  const { outside, root } = place(t);
  symlinkSync(join(outside, 'run'), join(root, 'link'), 'junction');
  t.equal(await folderBelow(root, ['link']), null);
  mkdirSync(join(root, 'run', 'hosts'));
  if (process.platform === 'win32') return;
  symlinkSync(join(outside, 'run', 'report.html'), join(root, 'run', 'result.json'));
  t.equal(await textOf(join(root, 'run'), 'result.json'), null);
  symlinkSync('report.html', join(root, 'run', 'plan.json'));
  t.equal(await textOf(join(root, 'run'), 'plan.json'), null, 'nor one that leads to a file beside it');
});

test('a link within the folder is', async (t) => {
  const { root } = place(t);
  symlinkSync(join(root, 'run'), join(root, 'last'), 'junction');
  t.equal(await folderBelow(root, ['last']), join(root, 'run'));
});

test('a pipe in the place of a file keeps nobody waiting', {
  skip: process.platform === 'win32' && 'there are no such pipes',
}, async (t) => {
  const { root } = place(t);
  execFileSync('mkfifo', [join(root, 'run', 'result.json')]);
  t.equal(await textOf(join(root, 'run'), 'result.json'), null);
});

test('a folder whose name begins like another one does not lie in it', async (t) => {
  const { outside, root } = place(t);
  t.ok(isWithin(root, root));
  t.ok(isWithin(root, join(root, '..run')));
  t.notOk(isWithin(root, outside));
  t.notOk(isWithin(root, join(root, '..')));
});

test('files are plain that are files or not there; links, pipes and folders are not', {
  skip: process.platform === 'win32' && 'there are no such pipes',
}, async (t) => {
  const { root } = place(t);
  const run = join(root, 'run');
  t.ok(await arePlain(run, ['report.html', 'plan.json']));
  symlinkSync('report.html', join(run, 'plan.json'));
  execFileSync('mkfifo', [join(run, 'result.json')]);
  mkdirSync(join(run, 'hosts'));
  for (const name of ['plan.json', 'result.json', 'hosts'])
    t.notOk(await arePlain(run, ['report.html', name]), name);
});
