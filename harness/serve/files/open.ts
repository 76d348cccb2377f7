import { constants } from 'node:fs';
import { type FileHandle, lstat, open, realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import { isPlainName } from './name.ts';

/**
 * For reading alone; no link is followed in the last step, and a pipe keeps nobody waiting. Windows has neither
 * option: there {@link realpath} alone finds links.
 */
const READ = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/**
 * The real folder below another one by plain names, or null: no such folder, a name that is not plain, or a link that
 * leads elsewhere.
 * @param root a real path
 */
export async function folderBelow(root: string, names: readonly string[]): Promise<string | null> {
  if (!names.every(isPlainName)) return null;
  const wanted = join(root, ...names);
  const real = await realpath(wanted).catch(() => null);
  if (real === null || !isWithin(root, real)) return null;
  const isFolder = await stat(real).then(
    (found) => found.isDirectory(),
    () => false,
  );
  return isFolder ? real : null;
}

/** Whether a real path is a folder itself or lies in it. */
export function isWithin(root: string, path: string): boolean {
  const way = relative(root, path);
  return way === '' || !(way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way));
}

/** Opens a file of a real folder for reading, or null where there is no such plain file in it. */
export async function openBelow(folder: string, name: string): Promise<FileHandle | null> {
  if (!isPlainName(name)) return null;
  const path = join(folder, name);
  const real = await realpath(path).catch(() => null);
  if (real === null || relative(real, path) !== '') return null;
  const file = await open(path, READ).catch(() => null);
  if (file === null) return null;
  const isFile = await file.stat().then(
    (stat) => stat.isFile(),
    () => false,
  );
  if (isFile) return file;
  await file.close();
  return null;
}

/**
 * Whether each of these files of a real folder is a plain one, or not there. What is read by its path, as run folders are,
 * follows links to anywhere, and waits for ever at a pipe.
 */
export async function arePlain(folder: string, names: readonly string[]): Promise<boolean> {
  const all = await Promise.all(
    names.map((name) =>
      lstat(join(folder, name)).then(
        (found) => found.isFile(),
        (error: NodeJS.ErrnoException) => error.code === 'ENOENT',
      ),
    ),
  );
  return all.every((each) => each);
}
