import { loadedLibraries } from '../linux/loaded-libraries.ts';
import { linuxStandIn, windowsStandIn } from '../stand-in/paths.ts';
import { ProcessModules } from '../windows/modules.ts';
import type { Windows } from '../windows/windows.ts';

/** Names of libraries that are, or serve, Extended MAPI or CDO: Microsoft's, the stub, and the stand-in. */
const MAPI_MODULE =
  /^(?:.*mapi32x?|mapistub|emsmdb32|emsabp32|(?:lib|standin-)?cdo|exchmem|staxmem)\.(?:dll|so)$/i;

export function isMapiModule(path: string): boolean {
  return MAPI_MODULE.test(fileName(path));
}

const CDO_MODULE = /^(?:lib|standin-)?cdo\.(?:dll|so)$/i;
const STAND_IN_CDO: readonly string[] = [linuxStandIn().cdo, windowsStandIn('win32-ia32').cdo].map(fileName);

/** Whether a file is CDO, by its name: Microsoft's or the stand-in's. */
export function isCdoModule(path: string): boolean {
  return CDO_MODULE.test(fileName(path));
}

/** Whether a file is the stand-in's CDO, by its name. */
export function isStandInCdo(path: string): boolean {
  return STAND_IN_CDO.includes(fileName(path));
}

/**
 * Full paths of the libraries of MAPI and CDO that this process has loaded, and of the stand-in's libwin32.
 * @param provider the file that was loaded as MAPI, whatever it is called
 */
export function loadedMapiLibraries(windows: Windows, provider: string): readonly string[] {
  return loaded(windows).filter((path) => {
    const name = fileName(path);
    return isMapiModule(path) || name === fileName(provider) || name === 'libwin32.so';
  });
}

function loaded(windows: Windows): readonly string[] {
  switch (process.platform) {
    case 'win32':
      return new ProcessModules(windows).list().map(({ path }) => path);
    case 'linux':
      return loadedLibraries();
    default:
      return [];
  }
}

function fileName(path: string): string {
  return (path.split(/[/\\]/).at(-1) ?? path).toLowerCase();
}
