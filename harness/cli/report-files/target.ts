import { constants, type Stats } from 'node:fs';
import { access, type FileHandle, open, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { inPieces, type Text } from '../../../reports/report.ts';
import { draftOf, saidOf } from '../../contract/draft.ts';
import { patiently } from '../../execute/patiently.ts';

/**
 * Where a report is going. What is thrown is what the system said; whoever holds it knows which report it
 * was.
 */
export interface Target {
  /** Whether it may be written more than once, each time in the place of what was written before. */
  readonly isReplaced: boolean;
  /** Writes the whole report and lets it be seen. To be called once, unless the target is replaced. */
  write(text: Text): Promise<void>;
  /** Leaves nothing behind of what was not written. May be called at any time, more than once. */
  discard(): Promise<void>;
}

/** For everyone but other writers, and for nobody but the owner; the umask takes its share. */
const MODE_FOR_EVERYONE = 0o644;
const MODE_FOR_OWNER = 0o600;

/**
 * Opens a file for a report, before there is one. A file that is there is replaced in one step at the end:
 * who reads it meanwhile (a metrics collector, a build server) sees the old one or the new one, whole. What
 * is no regular file (a device, a pipe) is written as it is.
 */
export async function openTarget(path: string, forEveryone: boolean): Promise<Target> {
  const there = await lookAt(path);
  if (there !== null && !there.isFile()) return new StreamTarget(await open(path, 'w'));
  if (there === null) {
    return await DraftTarget.open(path, forEveryone ? MODE_FOR_EVERYONE : MODE_FOR_OWNER, null);
  }
  // Behind a link, the file is replaced and the link stays.
  await access(path, constants.W_OK);
  return await DraftTarget.open(await realpath(path), MODE_FOR_OWNER, there.mode & 0o777);
}

/** Throws what {@link openTarget} would throw of a path, as far as that shows without writing. */
export async function checkTarget(path: string): Promise<void> {
  const there = await lookAt(path);
  await access(there === null ? dirname(path) : path, constants.W_OK);
}

/** null if nothing is there. */
async function lookAt(path: string): Promise<Stats | null> {
  const there = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (there?.isDirectory()) throw new Error('it is a folder');
  return there;
}

/** What stands beside a file until it is whole. */
interface Draft {
  readonly path: string;
  readonly file: FileHandle;
}

/**
 * A file that is complete under its name, or as it was: until then, what is written stands in a draft beside
 * it.
 */
class DraftTarget implements Target {
  readonly isReplaced = true;
  private readonly path: string;
  private readonly mode: number;
  /** Of the first report, which is opened before there is one. */
  private draft: Draft | null;

  /** @param keptMode of the file that is replaced */
  static async open(path: string, mode: number, keptMode: number | null): Promise<DraftTarget> {
    return new DraftTarget(path, mode, await openDraft(path, mode, keptMode));
  }

  private constructor(path: string, mode: number, draft: Draft) {
    this.path = path;
    this.mode = mode;
    this.draft = draft;
  }

  async write(text: Text): Promise<void> {
    this.draft ??= await openDraft(this.path, this.mode, await modeOf(this.path));
    const { file, path } = this.draft;
    try {
      await writeFile(file, inPieces(text));
      await file.sync();
      await file.close();
      await patiently(() => rename(path, this.path));
      this.draft = null;
    } catch (error) {
      // What is half written is nothing to go on with.
      await this.discard();
      throw saidOf(this.path, path, error);
    }
  }

  async discard(): Promise<void> {
    if (this.draft === null) return;
    const draft = this.draft;
    this.draft = null;
    await discardDraft(draft);
  }
}

async function openDraft(path: string, mode: number, keptMode: number | null): Promise<Draft> {
  const draftPath = `${draftOf(path)}.draft`;
  const file = await open(draftPath, 'wx', mode).catch((error: unknown) => {
    throw saidOf(path, draftPath, error);
  });
  const draft = { path: draftPath, file };
  try {
    if (keptMode !== null) await draft.file.chmod(keptMode);
    return draft;
  } catch (error) {
    await discardDraft(draft);
    throw error;
  }
}

async function discardDraft({ file, path }: Draft): Promise<void> {
  await file.close().catch(() => {});
  await rm(path, { force: true }).catch(() => {});
}

/** The mode of a report that was written before, null if somebody took it away. */
async function modeOf(path: string): Promise<number | null> {
  const there = await stat(path).catch(() => null);
  return there === null ? null : there.mode & 0o777;
}

/** A device or a pipe, which has no name to be given at the end. */
class StreamTarget implements Target {
  readonly isReplaced = false;
  private readonly file: FileHandle;

  constructor(file: FileHandle) {
    this.file = file;
  }

  async write(text: Text): Promise<void> {
    await writeFile(this.file, inPieces(text));
    await this.file.close();
  }

  async discard(): Promise<void> {
    await this.file.close().catch(() => {});
  }
}

/** @returns a target that nothing has to be opened for */
export function stdoutTarget(stdout: NodeJS.WritableStream): Target {
  const send = (piece: string): Promise<boolean> =>
    new Promise((resolve, reject) =>
      stdout.write(piece, (error) => {
        if (error == null) resolve(true);
        // Who reads a pipe may leave when it has seen enough.
        else if (isLeft(error)) resolve(false);
        else reject(error);
      }),
    );
  return {
    isReplaced: false,
    write: async (text) => {
      for await (const piece of inPieces(text)) if (!(await send(piece))) return;
    },
    discard: async () => {},
  };
}

const isLeft = (error: NodeJS.ErrnoException): boolean =>
  error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED';
