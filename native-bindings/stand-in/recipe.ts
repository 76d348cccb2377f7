import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StandInVariant } from './paths.ts';

/** How one library is made of one folder of C sources. */
export interface LibraryRecipe {
  readonly library: string;
  readonly folder: string;
  readonly flags: readonly string[];
}

export interface SourceFile {
  /** Relative to the stand-in's folder. */
  readonly name: string;
  readonly text: Buffer;
}

const COMMON_FLAGS = ['-std=c11', '-O2', '-g', '-fPIC', '-fvisibility=hidden'] as const;

/** For our own tests: a user's compiler may know warnings that ours does not, and must still build. */
export const WARNING_FLAGS = ['-Wall', '-Wextra', '-Wshadow', '-Wconversion', '-Werror'] as const;

/** Calls between functions of one library must not be caught by a function of that name in the host program. */
const LINK_FLAGS = ['-shared', '-Wl,-z,defs', '-Wl,-Bsymbolic-functions'] as const;

export const SANITIZER_FLAGS = [
  '-fsanitize=address,undefined',
  '-fno-sanitize-recover=all',
  '-fno-omit-frame-pointer',
] as const;

/** In the order of their dependence: the provider is linked against what was built before it. */
export const LIBRARIES: readonly LibraryRecipe[] = [
  {
    library: 'libwin32.so',
    folder: 'win32',
    flags: ['-D_GNU_SOURCE', '-pthread', '-Wl,-soname,libwin32.so'],
  },
  {
    library: 'libmapi32.so',
    folder: 'provider',
    flags: ['-Wl,-soname,libmapi32.so', '-Wl,-rpath,$ORIGIN'],
  },
];

/** The sources of all libraries, headers included. */
export function readSources(standInFolder: string): readonly SourceFile[] {
  return LIBRARIES.flatMap(({ folder }) =>
    readdirSync(join(standInFolder, folder))
      .filter((name) => name.endsWith('.c') || name.endsWith('.h'))
      .sort()
      .map((name) => ({ name: join(folder, name), text: readFileSync(join(standInFolder, folder, name)) })),
  );
}

/** Arguments that build one library in `outputFolder`, run in the stand-in's folder. */
export function compilerArguments(
  recipe: LibraryRecipe,
  sources: readonly string[],
  variant: StandInVariant,
  outputFolder: string,
): readonly string[] {
  const own = sources.filter((name) => name.startsWith(join(recipe.folder, '/')) && name.endsWith('.c'));
  const linked = recipe.folder === 'provider' ? [`-L${outputFolder}`, '-lwin32'] : [];
  return [
    ...COMMON_FLAGS,
    ...(variant === 'sanitized' ? [...WARNING_FLAGS, ...SANITIZER_FLAGS] : []),
    ...LINK_FLAGS,
    ...recipe.flags,
    '-o',
    join(outputFolder, recipe.library),
    ...own,
    ...linked,
  ];
}
