import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { COMPILED_TESTS } from './places.ts';

/** A test file and where it runs. */
export interface TestFile {
  /** Relative to the compiled tests. */
  readonly name: string;
  /** `windows`: by Node for Windows, under Wine. `linux`: by this Node, which starts Windows programs itself. */
  readonly runsOn: 'windows' | 'linux';
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
