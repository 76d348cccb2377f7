import { loadedLibraries } from '../linux/loaded-libraries.ts';
import { ProcessModules } from '../windows/modules.ts';
import type { Windows } from '../windows/windows.ts';

/** Names of libraries that are, or serve, Extended MAPI or CDO: Microsoft's, the stub, and the stand-in. */
const MAPI_MODULE = /^(?:.*mapi32x?|mapistub|emsmdb32|emsabp32|cdo|exchmem|staxmem)\.(?:dll|so)$/i;

export function isMapiModule(path: string): boolean {
  return MAPI_MODULE.test(path.split(/[/\\]/).at(-1) ?? path);
}

/** Full paths of the libraries of MAPI and CDO that this process has loaded; on Linux libwin32 is among them. */
export function loadedMapiLibraries(windows: Windows): readonly string[] {
  if (process.platform !== 'win32') return loadedLibraries();
  const paths = new ProcessModules(windows).list().map(({ path }) => path);
  return paths.filter(isMapiModule);
}
