import { loadedLibraries as linuxLibraries } from './linux/loaded-libraries.ts';
import { ProcessModules } from './windows/modules.ts';
import type { Windows } from './windows/windows.ts';

/** Files whose names say that they are, or stand for, MAPI, CDO or the Win32 subset. */
const OF_INTEREST = /(?:mapi|cdo|emsmdb|emsabp|exchmem|staxmem|win32)[^/\\]*$/i;

/** Full paths of the libraries of interest that this process has loaded: MAPI, CDO and what stands for them. */
export function loadedLibraries(windows: Windows): readonly string[] {
  return allLoaded(windows).filter((file) => OF_INTEREST.test(file) && !/\.(?:node|exe)$/i.test(file));
}

function allLoaded(windows: Windows): readonly string[] {
  switch (process.platform) {
    case 'win32':
      return new ProcessModules(windows).list().map(({ path }) => path);
    case 'linux':
      return linuxLibraries();
    default:
      return [];
  }
}
