import { join } from 'node:path';
import type { StandInRelease, WindowsPlatform } from './paths.ts';
import { cFilesOf, type Recipe, WARNING_FLAGS } from './recipe.ts';

export const STAND_IN_DLL = 'standin-mapi32.dll';

/** What mingw-w64 calls a platform, and the Debian package of its compiler. */
export const MINGW = {
  'win32-ia32': {
    prefix: 'i686-w64-mingw32',
    debianPackage: 'gcc-mingw-w64-i686',
    exports: 'exports-ia32.def',
  },
  'win32-x64': {
    prefix: 'x86_64-w64-mingw32',
    debianPackage: 'gcc-mingw-w64-x86-64',
    exports: 'exports-x64.def',
  },
} as const satisfies Record<WindowsPlatform, unknown>;

/** Windows 7 is the oldest that any Node of ours starts on. */
const COMPILER_FLAGS = ['-std=c11', '-O2', '-D_WIN32_WINNT=0x0601'] as const;

/** No DLL but the system's is needed, and the same sources give the same bytes wherever they are built. */
const LINK_FLAGS = [
  '-shared',
  '-s',
  '-static-libgcc',
  '-Wl,--no-insert-timestamp',
  '-Wl,--disable-auto-image-base',
] as const;

/** The MAPI provider as a DLL; Windows itself is the rest. The warnings are ours alone, and none may pass. */
export function windowsRecipe(platform: WindowsPlatform, release: StandInRelease): Recipe {
  const { prefix, debianPackage, exports } = MINGW[platform];
  const compiler = `${prefix}-gcc`;
  const resourceCompiler = `${prefix}-windres`;
  const plays = `-DIGNORE_CLEANUP_FLAG=${release === 'sp1' ? 1 : 0}`;
  return {
    sourceFolders: ['provider', 'objects', 'dll'],
    products: [STAND_IN_DLL],
    programs: [compiler, resourceCompiler],
    remedy: `Install the Debian package ${debianPackage}: apt-get install ${debianPackage}`,
    commands: (sources, outputFolder) => {
      const version = join(outputFolder, 'version.o');
      const dll = ['-o', join(outputFolder, STAND_IN_DLL)];
      const code = ['provider', 'objects'].flatMap((folder) => cFilesOf(folder, sources));
      const inputs = [...code, version, join('dll', exports)];
      const flags = [...COMPILER_FLAGS, ...WARNING_FLAGS, plays, ...LINK_FLAGS];
      return [
        { program: resourceCompiler, args: [plays, join('dll', 'version.rc'), version] },
        { program: compiler, args: [...flags, ...dll, ...inputs] },
      ];
    },
  };
}
