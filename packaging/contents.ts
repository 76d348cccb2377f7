import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checksums } from './checksums.ts';
import { filesBelow } from './files.ts';
import { LAUNCHER } from './launcher.ts';
import { licencesOf, licencesText } from './licences.ts';
import { PackagingError } from './packaging-error.ts';
import { type PackedFile, windowsText } from './packed-file.ts';
import { LICENCE_TEXTS } from './places.ts';
import { readmeText } from './readme.ts';
import { shipsFromDependencies, shipsFromDist } from './shipped-files.ts';
import type { WindowsArch } from './windows-arch.ts';
import { WINDOWS_NODE_VERSION } from './windows-node.ts';

/** The stand-in's, as paths.ts has them. */
const DLLS = ['standin-mapi32.dll', 'standin-cdo.dll'] as const;

export interface Sources {
  readonly arch: WindowsArch;
  readonly version: string;
  readonly checkout: string;
  /** node.exe of this bitness. */
  readonly node: string;
  /** The folder that holds node_modules/ with the production dependencies of this platform. */
  readonly dependencies: string;
}

/** Everything that goes into one zip, checksums included. */
export function contents(sources: Sources): readonly PackedFile[] {
  const { arch, version, checkout, node } = sources;
  const files = [
    { name: 'node.exe', content: readFileSync(node) },
    windowsText('mapileak.cmd', LAUNCHER),
    windowsText('README.txt', readmeText(version, arch)),
    windowsText('LICENSE', readFileSync(join(checkout, 'LICENSE'), 'utf8')),
    ...licenceFiles(sources.dependencies),
    fileOf(checkout, 'package.json'),
    ...documents(checkout),
    ...program(checkout),
    ...standIns(checkout, arch),
    ...dependencies(sources.dependencies, arch),
  ];
  return [...files, { name: 'SHA256SUMS', content: Buffer.from(checksums(files)) }];
}

/** What messages point to, and the example of a scenario. */
function documents(checkout: string): readonly PackedFile[] {
  return filesBelow(join(checkout, 'docs'))
    .filter((name) => /\.(?:md|mjs)$/.test(name) && name !== 'architecture.md')
    .map((name) => fileOf(checkout, `docs/${name}`));
}

function fileOf(folder: string, name: string): PackedFile {
  return { name, content: readFileSync(join(folder, name)) };
}

/** What was compiled from a source that is still there: dist/ is not emptied between builds. */
function program(checkout: string): readonly PackedFile[] {
  return filesBelow(join(checkout, 'dist'))
    .filter((name) => shipsFromDist(name) && existsSync(join(checkout, name.replace(/\.js$/, '.ts'))))
    .map((name) => fileOf(checkout, `dist/${name}`));
}

/** MAPI and CDO as Exchange 2003 SP1 had them and as hotfixed, where paths.ts of the stand-in looks for them. */
function standIns(checkout: string, arch: WindowsArch): readonly PackedFile[] {
  const variants = [`win32-${arch}`, `win32-${arch}-sp1`];
  const files = variants.flatMap((variant) => DLLS.map((dll) => `${variant}/${dll}`));
  return files.map((file) => {
    const name = `native-bindings/stand-in/build/${file}`;
    if (existsSync(join(checkout, name))) return fileOf(checkout, name);
    throw new PackagingError(
      `${name} has not been built`,
      `Install gcc-mingw-w64, then: node dist/native-bindings/stand-in/build.js --target win32-${arch}`,
    );
  });
}

function dependencies(folder: string, arch: WindowsArch): readonly PackedFile[] {
  return filesBelow(join(folder, 'node_modules'))
    .filter((name) => shipsFromDependencies(name, arch))
    .map((name) => fileOf(folder, `node_modules/${name}`));
}

/** npm's packages of Node for Windows bring no licence, so the text of this version is kept with the sources. */
function licenceFiles(dependencies: string): readonly PackedFile[] {
  const kept = (name: string): string => readFileSync(join(LICENCE_TEXTS, name), 'utf8');
  const files = filesBelow(join(dependencies, 'node_modules')).map((name) => `node_modules/${name}`);
  const packages = licencesOf(files, (name) => readFileSync(join(dependencies, name), 'utf8'));
  return [
    windowsText('LICENSES/node.txt', kept(`node-${WINDOWS_NODE_VERSION}.txt`)),
    windowsText('LICENSES/mingw-w64-runtime.txt', kept('mingw-w64-runtime.txt')),
    windowsText('LICENSES/npm-packages.txt', licencesText(packages)),
  ];
}
