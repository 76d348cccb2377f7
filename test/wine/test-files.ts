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

/** The bindings against the real libraries, and whole runs; then what is started from outside. */
export function testFiles(): readonly TestFile[] {
  return [
    ...['native-bindings/ffi', 'native-bindings/mapi', 'native-bindings/windows', 'e2e-windows'].flatMap(
      (folder) => filesIn(folder, 'windows'),
    ),
    ...filesIn('wine', 'linux'),
  ];
}

function filesIn(folder: string, runsOn: TestFile['runsOn']): readonly TestFile[] {
  return readdirSync(join(COMPILED_TESTS, folder))
    .filter((name) => name.endsWith('.test.js'))
    .sort()
    .map((name) => ({ name: `${folder}/${name}`, runsOn }));
}
