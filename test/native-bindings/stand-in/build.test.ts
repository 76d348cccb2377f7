import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'tap';
import { HarnessError } from '../../../harness/contract/errors.ts';
import { buildStandIn } from '../../../native-bindings/stand-in/build.ts';
import { linuxRecipe } from '../../../native-bindings/stand-in/linux-recipe.ts';
import {
  linuxFolder,
  linuxStandIn,
  type StandInVariant,
  standInFolder,
  standInPaths,
} from '../../../native-bindings/stand-in/paths.ts';
import { hashOfSources, isFresh } from '../../../native-bindings/stand-in/stamp.ts';
import { findCompiler } from '../../support/find-compiler.ts';

function failureOf(action: () => unknown): HarnessError {
  try {
    action();
  } catch (thrown) {
    if (thrown instanceof HarnessError) return thrown;
    throw thrown;
  }
  throw new Error('it did not fail');
}

test('paths are absolute, and found from dist/ as well as from the sources', (t) => {
  t.ok(existsSync(join(standInFolder(), 'win32', 'win32.h')));
  t.ok(isAbsolute(standInPaths().mapi32));
  t.equal(dirname(linuxStandIn().mapi32), dirname(linuxStandIn().win32), 'the libraries lie side by side');
  t.equal(dirname(linuxStandIn().cdo), dirname(linuxStandIn().win32), 'and so does CDO');
  t.not(linuxFolder('plain'), linuxFolder('sanitized'));
  t.end();
});

test('a build makes both libraries, once, and needs no compiler when nothing has changed', (t) => {
  const buildRoot = t.testdir();
  const first = buildStandIn({ buildRoot });
  t.ok(first.built);
  t.ok(existsSync(first.paths.mapi32) && existsSync(first.paths.win32));
  const madeAtMs = statSync(first.paths.mapi32).mtimeMs;

  t.notOk(buildStandIn({ buildRoot }).built, 'the second time nothing is built');
  t.notOk(buildStandIn({ buildRoot, environment: { PATH: '' } }).built, 'not even a compiler is needed');
  t.equal(statSync(first.paths.mapi32).mtimeMs, madeAtMs);

  rmSync(first.paths.win32);
  t.equal(failureOf(() => buildStandIn({ buildRoot, environment: { PATH: '' } })).code, 'NO_COMPILER');
  t.ok(buildStandIn({ buildRoot }).built, 'a library that is gone is built again');
  t.end();
});

test('without a compiler the error names the package to install', (t) => {
  const failure = failureOf(() =>
    buildStandIn({ buildRoot: t.testdir(), environment: { PATH: '/nonexistent' } }),
  );
  t.equal(failure.code, 'NO_COMPILER');
  t.match(failure.remedy, 'apt-get install gcc libc6-dev');
  t.end();
});

test('a compiler that fails is quoted, and leaves nothing behind', (t) => {
  const folder = t.testdir();
  const compiler = join(folder, 'broken-cc');
  writeFileSync(compiler, '#!/bin/sh\necho "exec: cc1: not found" >&2\nexit 1\n');
  chmodSync(compiler, 0o755);
  const buildRoot = join(folder, 'build');
  const failure = failureOf(() =>
    buildStandIn({ buildRoot, environment: { CC: compiler, PATH: process.env['PATH'] } }),
  );
  t.equal(failure.code, 'STAND_IN_BUILD');
  t.match(failure.message, 'exec: cc1: not found');
  t.strictSame(spawnSync('ls', [linuxFolder('plain', buildRoot)]).stdout.toString(), '');
  t.end();
});

test('the compiler is what CC names, else cc on PATH', (t) => {
  const folder = t.testdir({ 'my-cc': '', cc: '', empty: {} });
  t.equal(findCompiler({ PATH: `/nonexistent:${folder}` })?.path, join(folder, 'cc'));
  t.equal(findCompiler({ PATH: folder, CC: 'my-cc' })?.path, join(folder, 'my-cc'));
  t.equal(findCompiler({ PATH: '', CC: join(folder, 'my-cc') })?.path, join(folder, 'my-cc'));
  t.equal(findCompiler({ PATH: join(folder, 'empty') }), undefined);
  t.equal(findCompiler({ PATH: '' }), undefined);
  t.end();
});

test('a build is stale when sources, flags or compiler differ', (t) => {
  const text = Buffer.from('int a;');
  const hashOf = (name: string, source: Buffer, variant: StandInVariant = 'plain', compiler = 'cc') =>
    hashOfSources([{ name, text: source }], linuxRecipe(variant, compiler));
  const hash = hashOf('win32/a.c', text);
  t.equal(hashOf('win32/a.c', text), hash);
  t.not(hashOf('win32/b.c', text), hash, 'another name');
  t.not(hashOf('win32/a.c', Buffer.from('int b;')), hash, 'another text');
  t.not(hashOf('win32/a.c', text, 'sanitized'), hash, 'other flags');
  t.equal(hashOf('win32/a.c', text, 'plain', 'clang'), hash, 'the compiler has a line of its own');

  const stamp = { sources: hash, compiler: 'cc 1 2' };
  t.ok(isFresh(stamp, hash, 'cc 1 2'));
  t.ok(isFresh(stamp, hash, undefined), 'no compiler cannot do better');
  t.notOk(isFresh(stamp, hash, 'cc 1 3'));
  t.notOk(isFresh(stamp, 'other', undefined));
  t.notOk(isFresh(undefined, hash, 'cc 1 2'));
  t.end();
});

test('two builds at once both succeed', async (t) => {
  const buildRoot = t.testdir();
  const script = fileURLToPath(new URL('../../../native-bindings/stand-in/build.js', import.meta.url));
  const run = `import(${JSON.stringify(script)}).then((m) => m.buildStandIn({ buildRoot: ${JSON.stringify(buildRoot)} }))`;
  const { status, stderr } = spawnSync('/bin/sh', [
    '-c',
    '"$0" -e "$1" & "$0" -e "$1"; first=$?; wait $! && exit $first',
    process.execPath,
    run,
  ]);
  t.equal(status, 0, stderr.toString());
  t.notOk(buildStandIn({ buildRoot }).built, 'and what they made is whole');
  t.match(readFileSync(linuxStandIn('plain', buildRoot).mapi32).subarray(0, 4).toString('latin1'), '\x7fELF');
  t.end();
});

test('run as a program it says nothing when nothing had to be built', (t) => {
  buildStandIn();
  const script = fileURLToPath(new URL('../../../native-bindings/stand-in/build.js', import.meta.url));
  const { stdout, stderr, status } = spawnSync(process.execPath, [script], { encoding: 'utf8' });
  t.strictSame({ stdout, stderr, status }, { stdout: '', stderr: '', status: 0 });
  t.end();
});

test('the stand-in of this process is that of its platform', async (t) => {
  const paths = standInPaths();
  if (process.platform === 'win32')
    t.match(paths.mapi32, join(`win32-${process.arch}`, 'standin-mapi32.dll'));
  else t.same(paths, linuxStandIn());
});
