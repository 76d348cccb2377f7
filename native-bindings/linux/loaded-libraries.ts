import { readFileSync } from 'node:fs';

/** Files whose names say that they are, or stand for, MAPI, CDO or the Win32 subset. */
const OF_INTEREST = /(?:mapi|cdo|emsmdb|emsabp|exchmem|win32)[^/\\]*$/i;

/** Full paths of the native libraries of interest that this process has loaded (/proc/self/maps). */
export function loadedLibraries(): readonly string[] {
  if (process.platform !== 'linux') return [];
  return parseMaps(readFileSync('/proc/self/maps', 'utf8'));
}

export function parseMaps(maps: string): readonly string[] {
  const files = maps
    .split('\n')
    .map((line) => /^\S+ \S+ \S+ \S+ \d+\s+(\/.*)$/.exec(line)?.[1])
    .filter((file) => file !== undefined)
    .filter((file) => /\.so(?:[.\d]*)$/.test(file) && OF_INTEREST.test(file));
  return [...new Set(files)];
}
