import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Test, test } from 'tap';
import { filesBelow } from '../../packaging/files.ts';
import { zipFile } from '../../packaging/places.ts';
import type { WindowsArch } from '../../packaging/windows-arch.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { archsUnderTest, whyNoWine, wine } from '../support/wine.ts';
import { dosPath } from './places.ts';

/** What is run from the unpacked folder: arguments of mapileak.cmd, its exit code, and what it prints. */
const COMMANDS: readonly (readonly [args: readonly string[], code: number, stdout: RegExp])[] = [
  [['--version'], 0, /^\d+\.\d+\.\d+\r?\n$/],
  [['scenarios'], 0, /^extended-logon \(default\)/],
  [['compere'], 2, /^$/],
  // Wine's own mail client serves Simple MAPI alone.
  [['doctor'], 4, /^fail +Mail client/m],
  [['doctor', '--mapi', 'stand-in'], 0, /^ok +MAPI loads +MAPIInitialize and MAPIUninitialize succeed/m],
  [
    'compare --cycles 500 --block 50 --mailbox-count 50 --replicates 3 --no-control --margin 200'.split(' '),
    0,
    /^Fixed: /,
  ],
];

/** Fast enough for a test: no waiting for a server, and walks as often as one likes. */
const QUICK = ['--stand-in', 'RoundTripMicroseconds=0', '--walk-budget', '60', '--quiet'];

/** What a command line, or a batch file, could take for something else. Wine's cmd expands a `%` a second time. */
const HARD_NAME = "mapileak (1) & copy! of 'it' ^ ;,=";

interface Place {
  /** Where the zip was unpacked to, the only thing in its folder. */
  readonly unpacked: string;
  /** A folder for whatever a test writes. */
  readonly beside: string;
}

function unpack(t: Test, arch: WindowsArch): Place {
  const folder = temporaryFolder(t);
  const unpacked = join(folder, HARD_NAME);
  const beside = join(folder, 'beside');
  mkdirSync(beside);
  const { status, stderr } = spawnSync('unzip', ['-q', zipFile(arch), '-d', unpacked], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`unzip: ${stderr}`);
  return { unpacked, beside };
}

function whyNotUnpacked(arch: WindowsArch): string | false {
  if (!existsSync(zipFile(arch))) return 'there is no zip: npm run package';
  return spawnSync('unzip', ['-v']).error === undefined ? false : 'unzip is not installed';
}

for (const arch of archsUnderTest()) {
  const noZip = whyNotUnpacked(arch);
  const skip = noZip || whyNoWine(arch);

  test(`the ${arch} package is whole, and every file in it has its checksum`, { skip: noZip }, async (t) => {
    const { unpacked } = unpack(t, arch);
    t.equal(spawnSync('sha256sum', ['-c', '--strict', 'SHA256SUMS'], { cwd: unpacked }).status, 0);
    const listed = readFileSync(join(unpacked, 'SHA256SUMS'), 'utf8').match(/(?<=^\w{64} {2}).+$/gm) ?? [];
    t.strictSame([...listed, 'SHA256SUMS'].sort(), [...filesBelow(unpacked)].sort());
  });

  test(`the ${arch} package runs where it was unpacked`, { skip }, async (t) => {
    const { unpacked, beside } = unpack(t, arch);
    for (const [args, code, stdout] of COMMANDS) {
      const quick = args[0] === 'compare' ? QUICK : [];
      const ended = await wine(['cmd', '/c', 'mapileak.cmd', ...args, ...quick], unpacked, beside);
      t.equal(ended.code, code, `mapileak.cmd ${args.join(' ')}: ${ended.stderr}`);
      t.match(ended.stdout, stdout);
    }
  });

  test(`the ${arch} package runs from another folder`, { skip }, async (t) => {
    const { unpacked, beside } = unpack(t, arch);
    const launcher = dosPath(join(unpacked, 'mapileak.cmd'));
    // Without `call`: the one of Wine 8 turns every exit code but 0 into 1.
    writeFileSync(join(beside, 'caller.cmd'), `@"${launcher}" analyse "no (run) & none!"\r\n`);
    const ended = await wine(['cmd', '/c', 'caller.cmd'], beside, beside);
    t.equal(ended.code, 2);
    t.match(ended.stderr, 'no (run) & none!');
  });

  test(`the ${arch} package runs where a ! in a path means something`, { skip }, async (t) => {
    const { unpacked, beside } = unpack(t, arch);
    const ended = await wine(['cmd', '/v:on', '/c', 'mapileak.cmd', '--version'], unpacked, beside);
    t.equal(ended.code, 0, ended.stderr);
  });

  test(`the ${arch} package loads both engines on a Node of its bitness`, { skip }, async (t) => {
    const { unpacked, beside } = unpack(t, arch);
    const script = "require('ffi-napi').DynamicLibrary && require('koffi').version && process.arch";
    const ended = await wine([join(unpacked, 'node.exe'), '-p', script], unpacked, beside);
    t.equal(ended.stdout.trim(), arch, ended.stderr);
  });
}
