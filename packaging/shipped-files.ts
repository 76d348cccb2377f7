import type { WindowsArch } from './windows-arch.ts';

/** What Node loads, and style sheets for pages. Everything else in a dependency is for those who build or read it. */
const LOADED_BY_NODE = /\.(js|cjs|mjs|json|node|css)$/;

/** Folders of a dependency whose scripts nothing imports at run time. */
const NOT_AT_RUN_TIME: ReadonlySet<string> = new Set([
  'test',
  'tests',
  'example',
  'examples',
  'deps',
  'vendor',
]);

/** Folders of dist/ that nothing on a server needs. */
const NOT_IN_PACKAGE: ReadonlySet<string> = new Set(['test', 'packaging']);

const LICENCE_NAME = /^(licen[cs]e|copying|notice)(-[\w-]+)?(\.(md|txt))?$/i;

/** Whether a path names a licence text. */
export function isLicence(path: string): boolean {
  return LICENCE_NAME.test(path.slice(path.lastIndexOf('/') + 1));
}

/** Whether a file below node_modules/, named relative to it with forward slashes, goes into the package. */
export function shipsFromDependencies(path: string, arch: WindowsArch): boolean {
  if (isLicence(path)) return true;
  const parts = path.split('/');
  if (!LOADED_BY_NODE.test(path) || parts.some((part) => part.startsWith('.'))) return false;
  if (path.endsWith('.node')) return isBinaryFor(parts, arch);
  return !parts.some((part) => NOT_AT_RUN_TIME.has(part));
}

/** ffi-napi and ref-napi keep binaries in prebuilds/win32-ARCH/, koffi in a package for each platform. */
function isBinaryFor(parts: readonly string[], arch: WindowsArch): boolean {
  return (
    parts.some((part) => part.endsWith(`win32-${arch}`)) &&
    !parts.some((part) => part.startsWith('electron.'))
  );
}

/**
 * Whether a compiled file, named relative to dist/ with forward slashes, goes into the package. Types and source maps
 * stay behind: whoever can use them has the checkout.
 */
export function shipsFromDist(path: string): boolean {
  const [folder = ''] = path.split('/');
  return path.endsWith('.js') && !NOT_IN_PACKAGE.has(folder);
}
