import { readFileSync } from 'node:fs';

/** Full paths of the shared libraries that this process has loaded (/proc/self/maps). */
export function loadedLibraries(): readonly string[] {
  return parseMaps(readFileSync('/proc/self/maps', 'utf8'));
}

export function parseMaps(maps: string): readonly string[] {
  const files = maps
    .split('\n')
    .map((line) => /^\S+ \S+ \S+ \S+ \d+\s+(\/.*)$/.exec(line)?.[1])
    .filter((file) => file !== undefined)
    .filter((file) => /\.so(?:[.\d]*)$/.test(file));
  return [...new Set(files)];
}
