import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Cross compilers of mingw-w64 by what they make. */
const CROSS = { 32: 'i686-w64-mingw32', 64: 'x86_64-w64-mingw32' } as const;

export interface DllWish {
  readonly bitness: 32 | 64;
  /** `6.5.7226.0`; none for a DLL without resources. */
  readonly version?: string;
  /** Keeps the COFF symbols, and puts sections behind the resources. */
  readonly debug?: boolean;
}

/** Why no DLL can be made here, for a test to be skipped with; false if one can. */
export function noCrossCompiler(): string | false {
  const missing = Object.values(CROSS).find(
    (prefix) => spawnSync(`${prefix}-gcc`, ['--version']).status !== 0,
  );
  return missing === undefined ? false : `there is no ${missing}-gcc`;
}

/** Makes a DLL without code, as a compiler and a resource compiler make them. Returns its path. */
export function makeDll(folder: string, name: string, { bitness, debug = false, version }: DllWish): string {
  const prefix = CROSS[bitness];
  const run = (tool: string, args: readonly string[]): void => {
    const { status, stderr } = spawnSync(`${prefix}-${tool}`, args, { cwd: folder, encoding: 'utf8' });
    if (status !== 0) throw new Error(`${prefix}-${tool}: ${stderr}`);
  };
  writeFileSync(
    join(folder, 'empty.c'),
    'int __stdcall DllMain(void *a, unsigned b, void *c) { return a || b || c; }\n',
  );
  const resources = version === undefined ? [] : ['version.o'];
  if (version !== undefined) {
    writeFileSync(join(folder, 'version.rc'), versionSource(version, name));
    run('windres', ['version.rc', '-o', 'version.o']);
  }
  run('gcc', [debug ? '-g' : '-s', '-shared', '-nostdlib', '-e', '0', 'empty.c', ...resources, '-o', name]);
  return join(folder, name);
}

function versionSource(version: string, name: string): string {
  return `1 VERSIONINFO FILEVERSION ${version.replaceAll('.', ',')} PRODUCTVERSION 1,2,3,4
BEGIN
  BLOCK "StringFileInfo" BEGIN BLOCK "040904B0" BEGIN
    VALUE "ProductName", "A product"
    VALUE "OriginalFilename", "${name}"
  END END
  BLOCK "VarFileInfo" BEGIN VALUE "Translation", 0x0409, 1200 END
END
`;
}
