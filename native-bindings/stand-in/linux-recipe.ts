import { join } from 'node:path';
import type { StandInVariant } from './paths.ts';
import { cFilesOf, type Recipe, WARNING_FLAGS } from './recipe.ts';

const COMMON_FLAGS = ['-std=c11', '-O2', '-g', '-fPIC', '-fvisibility=hidden'] as const;

/** Calls between functions of one library must not be caught by a function of that name in the host program. */
const LINK_FLAGS = ['-shared', '-Wl,-z,defs', '-Wl,-Bsymbolic-functions'] as const;

export const SANITIZER_FLAGS = [
  '-fsanitize=address,undefined',
  '-fno-sanitize-recover=all',
  '-fno-omit-frame-pointer',
] as const;

/** In the order of their dependence: each is linked against some of those that were built before it. */
const LIBRARIES = [
  {
    library: 'libwin32.so',
    folders: ['win32'],
    uses: ['-ldl'],
    flags: ['-D_GNU_SOURCE', '-pthread', '-Wl,-soname,libwin32.so'],
  },
  {
    library: 'libmapi32.so',
    folders: ['provider', 'objects'],
    uses: ['-lwin32'],
    flags: ['-Wl,-soname,libmapi32.so', '-Wl,-rpath,$ORIGIN'],
  },
  {
    library: 'libcdo.so',
    folders: ['cdo', 'objects'],
    uses: ['-lmapi32', '-lwin32'],
    flags: ['-Wl,-soname,libcdo.so', '-Wl,-rpath,$ORIGIN'],
  },
] as const;

/** The libraries that stand for Windows, MAPI and CDO on Linux. */
export function linuxRecipe(variant: StandInVariant, compiler: string): Recipe {
  const sanitized = variant === 'sanitized' ? [...WARNING_FLAGS, ...SANITIZER_FLAGS] : [];
  return {
    sourceFolders: [...new Set(LIBRARIES.flatMap(({ folders }) => folders))],
    products: LIBRARIES.map(({ library }) => library),
    programs: [compiler],
    remedy: 'Install the Debian package gcc: apt-get install gcc libc6-dev',
    commands: (sources, outputFolder) =>
      LIBRARIES.map(({ library, folders, flags, uses }) => {
        const code = folders.flatMap((folder) => cFilesOf(folder, sources));
        const output = ['-o', join(outputFolder, library)];
        const args = [...COMMON_FLAGS, ...sanitized, ...LINK_FLAGS, ...flags, ...output];
        return { program: compiler, args: [...args, ...code, `-L${outputFolder}`, ...uses] };
      }),
  };
}
