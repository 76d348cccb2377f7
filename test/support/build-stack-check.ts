import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findProgram } from '../../native-bindings/stand-in/compiler.ts';
import {
  standInFolder,
  WINDOWS_PLATFORMS,
  type WindowsPlatform,
} from '../../native-bindings/stand-in/paths.ts';
import { MINGW } from '../../native-bindings/stand-in/windows-recipe.ts';

/** The assembler sources, which are not copied to dist/. */
const SOURCES = join(standInFolder(), '../../test/native-bindings/windows/stack-check');
const SOURCE = { 'win32-ia32': 'ia32.S', 'win32-x64': 'x64.S' } as const satisfies Record<
  WindowsPlatform,
  string
>;

/** The DLL whose functions note how they were called; beside the compiled tests, so that Windows finds it too. */
export function stackCheckDll(platform: string): string {
  const folder = fileURLToPath(new URL('../native-bindings/windows/stack-check/', import.meta.url));
  return join(folder, platform, 'stack-check.dll');
}

/** Why cross-built programs cannot be had here, or false. */
export function crossCompilerMissing(): string | false {
  const missing = WINDOWS_PLATFORMS.map((platform) => MINGW[platform])
    .filter(({ prefix }) => findProgram(`${prefix}-gcc`, process.env) === undefined)
    .map(({ debianPackage }) => debianPackage);
  return missing.length > 0 && `needs the Debian packages ${missing.join(', ')}`;
}

/** Builds that DLL, on Linux, before the tests that need it run on Windows. Returns its path. */
export function buildStackCheck(platform: WindowsPlatform): string {
  const dll = stackCheckDll(platform);
  mkdirSync(dirname(dll), { recursive: true });
  const flags = ['-shared', '-nostdlib', '-s', '-Wl,--entry=0', '-Wl,--export-all-symbols'];
  const args = [...flags, '-o', dll, SOURCE[platform]];
  const { status, stderr, error } = spawnSync(`${MINGW[platform].prefix}-gcc`, args, {
    cwd: SOURCES,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${dll} cannot be built: ${error?.message ?? stderr}`);
  return dll;
}
