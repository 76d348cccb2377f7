import { join } from 'node:path';
import type { StandInRelease, WindowsPlatform } from './paths.ts';
import { cFilesOf, type Recipe, WARNING_FLAGS } from './recipe.ts';

export const STAND_IN_DLL = 'standin-mapi32.dll';
export const CDO_DLL = 'standin-cdo.dll';

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

/** The real ones are by the same names in one folder; CDO reaches MAPI through the system's mapi32.dll. */
const DLLS = [
  { dll: STAND_IN_DLL, folders: ['provider', 'objects'], definitions: [], libraries: [] },
  {
    dll: CDO_DLL,
    folders: ['cdo', 'objects'],
    definitions: ['-DIS_CDO'],
    // COM looks up the exports by their plain names.
    libraries: ['-Wl,--enable-stdcall-fixup', '-lmapi32', '-lole32', '-loleaut32'],
  },
] as const;

/** MAPI provider and CDO as DLLs; Windows itself is the rest. The warnings are ours alone, and none may pass. */
export function windowsRecipe(platform: WindowsPlatform, release: StandInRelease): Recipe {
  const { prefix, debianPackage, exports } = MINGW[platform];
  const compiler = `${prefix}-gcc`;
  const resourceCompiler = `${prefix}-windres`;
  const plays = `-DIGNORE_CLEANUP_FLAG=${release === 'sp1' ? 1 : 0}`;
  return {
    sourceFolders: ['provider', 'objects', 'cdo', 'dll'],
    products: DLLS.map(({ dll }) => dll),
    programs: [compiler, resourceCompiler],
    remedy: `Install the Debian package ${debianPackage}: apt-get install ${debianPackage}`,
    commands: (sources, outputFolder) =>
      DLLS.flatMap(({ dll, folders, definitions, libraries }) => {
        const version = join(outputFolder, `${dll}.version.o`);
        const code = folders.flatMap((folder) => cFilesOf(folder, sources));
        const exported = join('dll', dll === CDO_DLL ? 'exports-cdo.def' : exports);
        const flags = [...COMPILER_FLAGS, ...WARNING_FLAGS, plays, ...LINK_FLAGS];
        const inputs = [...code, version, exported, ...libraries];
        return [
          { program: resourceCompiler, args: [plays, ...definitions, join('dll', 'version.rc'), version] },
          { program: compiler, args: [...flags, '-o', join(outputFolder, dll), ...inputs] },
        ];
      }),
  };
}
