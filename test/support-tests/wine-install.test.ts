import { spawnSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Test, test } from 'tap';
import { CHECKOUT } from '../../packaging/places.ts';
import { temporaryFolder } from '../support/temporary.ts';

const INSTALLER = join(CHECKOUT, 'test', 'wine', 'install.sh');
const PACKAGES = ['wine', 'wine64', 'gcc-mingw-w64-i686', 'gcc-mingw-w64-x86-64', 'unzip'];

interface Machine {
  readonly installed: readonly string[];
  readonly user?: 'root' | 'somebody';
  /** Whether wine32 can be had from the configured suites. */
  readonly wine32?: boolean;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Lines that the installer says, in turn with `> command`, what it would have run on a machine like this. */
function install(
  t: Test,
  machine: Machine,
): { readonly lines: readonly string[]; readonly code: number | null } {
  const bin = temporaryFolder(t);
  const { installed, user = 'root', wine32 = true, environment = {} } = machine;
  const program = (name: string, ...script: readonly string[]): void => {
    writeFileSync(join(bin, name), ['#!/bin/sh', ...script, ''].join('\n'));
    chmodSync(join(bin, name), 0o755);
  };
  const log = `echo "> $(basename "$0") $*" >>"$LOG"`;
  program('id', `echo ${user === 'root' ? 0 : 1000}`);
  program(
    'dpkg-query',
    `for last; do :; done; case " ${installed.join(' ')} " in *" $last "*) echo installed;; esac`,
  );
  program('dpkg', `case "$1" in --print-*) exit 0;; esac`, log);
  program(
    'apt-get',
    'case "$*" in *--simulate*) printf "Inst new (1)\\nInst libold [2] (1 plain)\\nRemv gone [3]\\n"; exit 0;; esac',
    log,
    wine32 ? 'exit 0' : 'case "$*" in "install "*) exit 100;; esac',
  );
  const said = join(bin, 'said');
  writeFileSync(said, '');
  // Both to one file, so that what was said before a change stands before it.
  const { status, stdout } = spawnSync(
    'bash',
    ['-c', 'bash "$0" 2>>"$LOG"; code=$?; cat "$LOG"; exit $code', INSTALLER],
    {
      encoding: 'utf8',
      env: { PATH: `${bin}:${process.env['PATH']}`, LOG: said, ...environment },
    },
  );
  return { code: status, lines: stdout.split('\n').filter((line) => line !== '') };
}

const commands = (lines: readonly string[]): readonly string[] =>
  lines.filter((line) => line.startsWith('> '));

test('where nothing is missing, nothing is said or done', async (t) => {
  t.strictSame(install(t, { installed: [...PACKAGES, 'wine32:i386'] }), { code: 0, lines: [] });
});

test('MAPILEAK_NO_INSTALL=1: what is missing is said, and nothing is changed', async (t) => {
  const { code, lines } = install(t, {
    installed: ['wine', 'wine64'],
    environment: { MAPILEAK_NO_INSTALL: '1' },
  });
  t.equal(code, 0);
  t.equal(lines.length, 1);
  t.match(lines[0], 'missing: gcc-mingw-w64-i686 gcc-mingw-w64-x86-64 unzip wine32:i386 ');
});

test('who is not root is told what is missing', async (t) => {
  const { code, lines } = install(t, { installed: PACKAGES, user: 'somebody' });
  t.equal(code, 0);
  t.equal(lines.length, 1);
  t.match(lines[0], 'missing: wine32:i386 ');
});

test('every change of the machine is said before it is made', async (t) => {
  const { code, lines } = install(t, { installed: ['wine', 'unzip'] });
  t.equal(code, 0);
  const missing = 'wine64 gcc-mingw-w64-i686 gcc-mingw-w64-x86-64';
  t.match(lines, [
    /: updating the package lists$/,
    /^> apt-get update$/,
    new RegExp(`: installing ${missing}$`),
    new RegExp(`^> apt-get install .* ${missing}$`),
    /: adding i386 to the architectures of this machine/,
    /^> dpkg --add-architecture i386$/,
    /: updating the package lists$/,
    /^> apt-get update$/,
    /: installing wine32:i386$/,
    /^> apt-get install .* wine32:i386$/,
  ]);
  t.equal(commands(lines).length, 5);
});

test('older versions are taken with a word about each package that they replace', async (t) => {
  const { code, lines } = install(t, { installed: PACKAGES, wine32: false });
  t.equal(code, 0);
  const last = commands(lines).at(-1) ?? '';
  t.match(last, '--allow-downgrades');
  const before = lines.slice(0, lines.indexOf(last)).join('\n');
  t.match(before, /taking wine, wine64 and wine32:i386 from \w+ alone/);
  t.match(before, 'replacing libold [2] (1 plain)');
  t.match(before, 'removing gone [3]');
  t.notMatch(before, 'new (1)');
});
