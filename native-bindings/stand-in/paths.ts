import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** `sanitized` has AddressSanitizer and UndefinedBehaviorSanitizer in it, and is for tests only. */
export type StandInVariant = 'plain' | 'sanitized';

export interface StandInPaths {
  /** The MAPI provider. */
  readonly mapi32: string;
  /** The Win32 subset. It must lie beside the provider, which finds it there. */
  readonly win32: string;
}

/** Where this file may have been compiled to, seen from the C sources: nowhere else, or dist/. */
const LAYOUTS = ['./', '../../../native-bindings/stand-in/'] as const;

/** The folder of the C sources. They are not copied to dist/. */
export function standInFolder(): string {
  const folders = LAYOUTS.map((layout) => fileURLToPath(new URL(layout, import.meta.url)));
  return folders.find((folder) => existsSync(join(folder, 'win32', 'win32.h'))) ?? folders[0] ?? '.';
}

/** Where a variant for this platform is built, below the root of all builds. */
export function buildFolder(variant: StandInVariant, buildRoot = join(standInFolder(), 'build')): string {
  const suffix = variant === 'plain' ? '' : `-${variant}`;
  return join(buildRoot, `${process.platform}-${process.arch}${suffix}`);
}

/** Absolute paths of the two libraries, whether they have been built or not. */
export function standInPaths(variant: StandInVariant = 'plain', buildRoot?: string): StandInPaths {
  const folder = buildFolder(variant, buildRoot);
  return { mapi32: join(folder, 'libmapi32.so'), win32: join(folder, 'libwin32.so') };
}
