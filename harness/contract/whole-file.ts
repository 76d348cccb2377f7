import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { open, realpath, rename, rm } from 'node:fs/promises';

/** Of who may read it. A file that is there already is replaced, and so are its rights. */
export interface WholeFileOptions {
  readonly mode: number;
}

/**
 * Writes a file so that it has all of its content or is as it was. write-file-atomic calls write once, and a disk that fills up
 * takes a part of what it is given and reports no error: half a file would get the name.
 * @throws Error as fs does; then no draft is left
 */
export async function writeWholeFile(
  file: string,
  content: string | Uint8Array,
  { mode }: WholeFileOptions,
): Promise<void> {
  const target = await realpath(file).catch(() => file);
  const draft = draftOf(target);
  try {
    const handle = await open(draft, 'wx', mode);
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => {});
    throw error;
  }
}

/** {@link writeWholeFile}, for who must not go on before it is done. */
export function writeWholeFileSync(
  file: string,
  content: string | Uint8Array,
  { mode }: WholeFileOptions,
): void {
  const target = realOf(file);
  const draft = draftOf(target);
  try {
    const descriptor = openSync(draft, 'wx', mode);
    try {
      writeFileSync(descriptor, content);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(draft, target);
  } catch (error) {
    dropDraft(draft);
    throw error;
  }
}

/** Whether that name is one that a file is written under before it gets its own. */
export const isDraftOf = (target: string, name: string): boolean =>
  name.startsWith(`${target}.`) && /^[0-9a-f]{8}$/.test(name.slice(target.length + 1));

const draftOf = (target: string): string => `${target}.${randomBytes(4).toString('hex')}`;

/** Where a link leads to: the link stays one. */
function realOf(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}

function dropDraft(draft: string): void {
  try {
    rmSync(draft, { force: true });
  } catch {
    // What kept it from being written is told.
  }
}
