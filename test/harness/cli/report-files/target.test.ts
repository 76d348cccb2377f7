import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { test } from 'tap';
import { openTarget, stdoutTarget } from '../../../../harness/cli/report-files/target.ts';
import { temporaryFolder } from '../../../support/temporary.ts';

const POSIX = process.platform === 'win32' ? 'only where files have modes and devices names' : false;
const modeOf = (file: string): number => statSync(file).mode & 0o777;

test('a file is what it was until its report is whole', async (t) => {
  const folder = temporaryFolder(t);
  const file = join(folder, 'junit.xml');
  writeFileSync(file, 'last night');
  const target = await openTarget(file, false);
  t.equal(readFileSync(file, 'utf8'), 'last night');
  async function* text(): AsyncGenerator<string> {
    yield 'to';
    t.equal(readFileSync(file, 'utf8'), 'last night');
    yield 'night';
  }
  await target.write(text());
  t.equal(readFileSync(file, 'utf8'), 'tonight');
  await target.discard();
  t.same(readdirSync(folder), ['junit.xml'], 'no draft is left, and what was written stays');
});

test('what was not written leaves nothing behind', async (t) => {
  const folder = temporaryFolder(t);
  const kept = join(folder, 'kept');
  writeFileSync(kept, 'old');
  const targets = [await openTarget(join(folder, 'new'), false), await openTarget(kept, false)];
  t.equal(readdirSync(folder).length, 3, 'drafts stand beside their files');
  for (const target of targets) {
    await target.discard();
    await target.discard();
  }
  t.same(readdirSync(folder), ['kept']);
  t.equal(readFileSync(kept, 'utf8'), 'old');
});

test('a fault in the midst of a report leaves the old file', async (t) => {
  const folder = temporaryFolder(t);
  const file = join(folder, 'a.csv');
  writeFileSync(file, 'old');
  const target = await openTarget(file, false);
  function* broken(): Generator<string> {
    yield 'new';
    throw new Error('a fault of the reporter');
  }
  await t.rejects(target.write(broken()), /a fault of the reporter/);
  await target.discard();
  t.equal(readFileSync(file, 'utf8'), 'old');
  t.same(readdirSync(folder), ['a.csv']);
});

test('a folder, and a file in a folder that is not there, cannot be opened', async (t) => {
  const folder = temporaryFolder(t);
  await t.rejects(openTarget(folder, false), /it is a folder/);
  await t.rejects(openTarget(join(folder, 'none', 'a'), false), /ENOENT/);
  t.same(readdirSync(folder), []);
});

test('a folder that goes away while it is measured is an error, and no more', { skip: POSIX }, async (t) => {
  const folder = join(temporaryFolder(t), 'gone');
  mkdirSync(folder);
  const target = await openTarget(join(folder, 'a'), false);
  rmSync(folder, { recursive: true });
  await t.rejects(target.write('x'), /ENOENT/);
  await target.discard();
  t.notOk(existsSync(folder));
});

test('reports are for their owner alone, those without a name for all; a file keeps its mode', {
  skip: POSIX,
}, async (t) => {
  const folder = temporaryFolder(t);
  const umask = process.umask(0o022);
  t.teardown(() => process.umask(umask));
  const file = (name: string): string => join(folder, name);
  writeFileSync(file('kept'), 'old');
  chmodSync(file('kept'), 0o664);
  await (await openTarget(file('own'), false)).write('new');
  await (await openTarget(file('all'), true)).write('new');
  await (await openTarget(file('kept'), false)).write('new');
  t.same(
    ['own', 'all', 'kept'].map((name) => modeOf(file(name))),
    [0o600, 0o644, 0o664],
  );
});

test('a link stays a link, and a device is never replaced', { skip: POSIX }, async (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, 'file'), 'old');
  symlinkSync('file', join(folder, 'link'));
  await (await openTarget(join(folder, 'link'), false)).write('new');
  t.ok(lstatSync(join(folder, 'link')).isSymbolicLink());
  t.equal(readFileSync(join(folder, 'file'), 'utf8'), 'new');
  await (await openTarget('/dev/null', false)).write('x');
  t.ok(statSync('/dev/null').isCharacterDevice());
});

test('a full disk is an error', {
  skip: POSIX || (existsSync('/dev/full') ? false : 'there is no /dev/full'),
}, async (t) => {
  const target = await openTarget('/dev/full', false);
  await t.rejects(target.write('x'), /ENOSPC/);
  await target.discard();
});

test('stdout gets a report in pieces; who stops reading ends it without a fault', async (t) => {
  const got: string[] = [];
  const stdout = new Writable({
    write: (chunk, _, done) => {
      got.push(String(chunk));
      done(got.length < 2 ? null : Object.assign(new Error('gone'), { code: 'EPIPE' }));
    },
  });
  stdout.on('error', () => {});
  const piece = 'x'.repeat(70_000);
  await stdoutTarget(stdout).write([piece, piece, piece]);
  t.same(
    got.map(({ length }) => length),
    [70_000, 70_000],
  );
});
