import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { WindowsArch } from '../../packaging/windows-arch.ts';
import { NIGHTLY } from '../support/nightly.ts';
import { COMPILED_TESTS } from './places.ts';

/** A test file and where it runs. */
export interface TestFile {
  /** Relative to the compiled tests. */
  readonly name: string;
  /** `windows`: by Node for Windows, under Wine. `linux`: by this Node, which starts Windows programs itself. */
  readonly runsOn: 'windows' | 'linux';
}

/** What tells nothing of bitness is tested on 32-bit Windows, as the article's was; on the other one at night. */
const ALIKE_ON_BOTH: readonly string[] = [
  'e2e-windows/access-denied',
  'e2e-windows/command-line',
  'e2e-windows/doctor',
  'e2e-windows/faults',
  'e2e-windows/mail-client',
  'e2e-windows/mailboxes',
  'e2e-windows/native-faults',
  'e2e-windows/reg-import',
  'e2e-windows/two-accounts',
  'wine/ctrl-c',
];

/** Whether a file is tested on this bitness. @param isNamed whether it was asked for by name */
export function runsOnArch({ name }: TestFile, arch: WindowsArch, isNamed: boolean): boolean {
  if (NIGHTLY || isNamed || arch === 'ia32') return true;
  return !ALIKE_ON_BOTH.some((each) => name === `${each}.test.js`);
}

/**
 * The bindings against the real libraries, and whole runs; then what is started from outside.
 * @param wanted parts of names; none means all
 */
export function testFiles(wanted: readonly string[]): readonly TestFile[] {
  const all = [
    ...['ffi', 'mapi', 'windows', 'com', 'cdo'].flatMap((folder) =>
      filesIn(`native-bindings/${folder}`, 'windows'),
    ),
    ...filesIn('e2e-windows', 'windows'),
    ...filesIn('wine', 'linux'),
  ];
  return wanted.length === 0 ? all : all.filter(({ name }) => wanted.some((part) => name.includes(part)));
}

function filesIn(folder: string, runsOn: TestFile['runsOn']): readonly TestFile[] {
  return readdirSync(join(COMPILED_TESTS, folder))
    .filter((name) => name.endsWith('.test.js'))
    .sort()
    .map((name) => ({ name: `${folder}/${name}`, runsOn }));
}
