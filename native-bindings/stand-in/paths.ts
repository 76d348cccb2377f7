import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** `sanitized` has AddressSanitizer and UndefinedBehaviorSanitizer in it, and is for tests only. */
export type StandInVariant = 'plain' | 'sanitized';

/** The Windows platforms that the provider is cross-built for, by their Node names. */
export const WINDOWS_PLATFORMS = ['win32-ia32', 'win32-x64'] as const;
export type WindowsPlatform = (typeof WINDOWS_PLATFORMS)[number];

/** Which Mapi32.dll a DLL plays: that of the hotfix of KB 891509, or of Exchange Server 2003 SP1, which it mends. */
export type StandInRelease = 'hotfixed' | 'sp1';

export interface LinuxStandIn {
  readonly system: 'linux';
  /** The MAPI provider. */
  readonly mapi32: string;
  /** CDO's Session object. The provider and the Win32 subset lie beside it. */
  readonly cdo: string;
  /** The Win32 subset. It must lie beside the provider, which finds it there. */
  readonly win32: string;
}

/** On Windows there is nothing but the provider and CDO: the Win32 functions are those of the system. */
export interface WindowsStandIn {
  readonly system: 'windows';
  /** The MAPI provider. */
  readonly mapi32: string;
  /** CDO's Session object, which calls the system's mapi32.dll. */
  readonly cdo: string;
}

export type StandInPaths = LinuxStandIn | WindowsStandIn;

/** Where this file may have been compiled to, seen from the C sources: nowhere else, or dist/. */
const LAYOUTS = ['./', '../../../native-bindings/stand-in/'] as const;

/** What tells the stand-in's folder from others: a package for Windows has no sources, only what was built. */
const LANDMARKS = [join('win32', 'win32.h'), 'build'] as const;

/** The folder of the C sources and of what is built of them. They are not copied to dist/. */
export function standInFolder(): string {
  const folders = LAYOUTS.map((layout) => fileURLToPath(new URL(layout, import.meta.url)));
  const isIt = (folder: string): boolean => LANDMARKS.some((name) => existsSync(join(folder, name)));
  return folders.find(isIt) ?? folders.at(-1) ?? '.';
}

/** Where everything is built, a folder for each platform and variant. */
export function defaultBuildRoot(): string {
  return join(standInFolder(), 'build');
}

/** Where a variant for this Linux is built, below the root of all builds. */
export function linuxFolder(variant: StandInVariant, buildRoot = defaultBuildRoot()): string {
  const suffix = variant === 'plain' ? '' : `-${variant}`;
  return join(buildRoot, `${process.platform}-${process.arch}${suffix}`);
}

/** Where a DLL is built. A platform that it is not built for has a folder too; there is nothing in it. */
export function windowsFolder(
  platform: string,
  release: StandInRelease,
  buildRoot = defaultBuildRoot(),
): string {
  return join(buildRoot, release === 'hotfixed' ? platform : `${platform}-${release}`);
}

/** Absolute paths of the libraries of Linux, whether they have been built or not. */
export function linuxStandIn(variant: StandInVariant = 'plain', buildRoot?: string): LinuxStandIn {
  const folder = linuxFolder(variant, buildRoot);
  return {
    system: 'linux',
    mapi32: join(folder, 'libmapi32.so'),
    cdo: join(folder, 'libcdo.so'),
    win32: join(folder, 'libwin32.so'),
  };
}

/** Absolute paths of the DLLs, whether it has been built or not. */
export function windowsStandIn(
  platform: string,
  release: StandInRelease = 'hotfixed',
  buildRoot?: string,
): WindowsStandIn {
  const folder = windowsFolder(platform, release, buildRoot);
  return {
    system: 'windows',
    mapi32: join(folder, 'standin-mapi32.dll'),
    cdo: join(folder, 'standin-cdo.dll'),
  };
}

/** The stand-in of this process's platform and bitness, whether it has been built or not. */
export function standInPaths(): StandInPaths {
  return process.platform === 'win32' ? windowsStandIn(`win32-${process.arch}`) : linuxStandIn();
}
