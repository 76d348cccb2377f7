import { type FileHandle, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isMissing } from '../contract/input-file.ts';
import type { Merged } from '../contract/merged.ts';
import { openRegular } from './file-lines.ts';
import { readMerged } from './merged-state.ts';
import { partName, partsAmong, ROW_KINDS, type RowKind } from './rotation.ts';
import { RUN_FILES } from './run-files.ts';

/** A file of rows that is open: nobody who renames or removes it takes it away from its reader. */
export interface RowFile {
  readonly path: string;
  readonly handle: FileHandle;
}

export interface RowPart {
  readonly events: RowFile | null;
  readonly samples: RowFile | null;
  /** Null of the last one, to which rows may still be added. */
  readonly number: number | null;
}

/** All that there is of the rows of a run, as of one moment. */
export interface RowParts {
  readonly merged: Merged | null;
  /** What `merged` does not cover, the oldest first. */
  readonly parts: readonly RowPart[];
  /** Parts that `merged` covers and that are still there. */
  readonly covered: readonly RowPart[];
  close(): Promise<void>;
}

/** A run may rotate its files in the middle of this: then it is begun anew. */
const MOST_ATTEMPTS = 20;

/**
 * Opens all files of rows of a run folder at once.
 * @throws HarnessError RUN_FOLDER for a broken merged.json
 * @throws Error where a current file cannot be opened, and nothing explains that it is not there
 */
export async function openRowParts(folder: string): Promise<RowParts> {
  for (let attempt = 1; ; attempt += 1) {
    const before = await stateOf(folder);
    const opened = await openAll(folder, before);
    const after = await stateOf(folder);
    if (isSame(before, after) || attempt === MOST_ATTEMPTS) {
      if (before.merged === null && before.parts.length === 0) await demandCurrent(folder, opened);
      return opened;
    }
    await opened.close();
  }
}

interface FolderState {
  readonly merged: Merged | null;
  readonly parts: readonly number[];
}

/** Parts first: one that is covered in the meantime is then there twice at most, and never missing. */
async function stateOf(folder: string): Promise<FolderState> {
  const parts = partsAmong(await readdir(folder).catch((): string[] => []));
  return { parts, merged: readMerged(folder) };
}

const isSame = (a: FolderState, b: FolderState): boolean =>
  a.merged?.part === b.merged?.part && a.parts.join() === b.parts.join();

async function openAll(folder: string, { merged, parts }: FolderState): Promise<RowParts> {
  const handles: FileHandle[] = [];
  const openFile = async (name: string): Promise<RowFile | null> => {
    const path = join(folder, name);
    try {
      const handle = await openRegular(path);
      handles.push(handle);
      return { path, handle };
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  };
  const partOf = async (nameOf: (kind: RowKind) => string, number: number | null): Promise<RowPart> => ({
    events: await openFile(nameOf('events')),
    samples: await openFile(nameOf('samples')),
    number,
  });
  const close = async (): Promise<void> => {
    for (const handle of handles) await handle.close();
  };
  try {
    const covered: RowPart[] = [];
    const uncovered: RowPart[] = [];
    for (const part of parts) {
      const isCovered = merged !== null && part <= merged.part;
      (isCovered ? covered : uncovered).push(await partOf((kind) => partName(kind, part), part));
    }
    uncovered.push(await partOf((kind) => RUN_FILES[kind], null));
    return { merged, parts: uncovered, covered, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Where nothing was rotated, a file that is missing is a mistake, and opening it says which. */
async function demandCurrent(folder: string, opened: RowParts): Promise<void> {
  for (const kind of ROW_KINDS) {
    if (opened.parts.every((part) => part[kind] !== null)) continue;
    await opened.close();
    const handle = await openRegular(join(folder, RUN_FILES[kind]));
    await handle.close();
  }
}
