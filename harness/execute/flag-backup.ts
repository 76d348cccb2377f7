import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { saidOf } from '../contract/draft.ts';
import { HarnessError, messageOf } from '../contract/errors.ts';
import { complaint, readJsonFile } from '../contract/json-input.ts';
import { whyNotWritten } from '../contract/why-not-written.ts';
import { registryStateSchema } from './registry-state.ts';
import { syncFolder } from './sync-folder.ts';

/** The file that says what to put back. It exists exactly while something may be changed. */
const backupSchema = z.object({
  schema: z.literal(2),
  pid: z.number().int().positive(),
  savedAt: z.iso.datetime(),
  state: registryStateSchema,
});
export type Backup = z.infer<typeof backupSchema>;

/** The same for regedit, beside the backup. */
export function regFileBeside(file: string): string {
  return file.replace(/(?:\.json)?$/, '.reg');
}

/** null if there is none. @throws HarnessError REGISTRY if it cannot be read */
export function readBackup(file: string): Backup | null {
  let content: unknown;
  try {
    content = readJsonFile(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw unusable(file, messageOf(error));
  }
  const parsed = backupSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  throw unusable(file, complaint(parsed.error));
}

/** Both files are on disk when this returns, or else neither is there. @throws HarnessError BACKUP_NOT_WRITTEN */
export function writeBackup(file: string, content: Backup, regFile: Buffer): void {
  try {
    writeDurably(regFileBeside(file), regFile);
    // Last, as its presence says that something may have been changed.
    writeDurably(file, Buffer.from(`${JSON.stringify(content, null, 2)}\n`));
    syncFolder(dirname(file));
  } catch (error) {
    tryToDrop(file);
    throw new HarnessError(
      'BACKUP_NOT_WRITTEN',
      `the flag’s backup ${file} could not be written: ${whyNotWritten(error)}`,
      'Make room there. Nothing was changed, as nobody could have put it back.',
      { cause: error },
    );
  }
}

/** @throws HarnessError BACKUP_NOT_WRITTEN if it cannot be taken away */
export function dropBackup(file: string): void {
  const error = tryToDrop(file);
  if (error === null) return;
  throw new HarnessError(
    'BACKUP_NOT_WRITTEN',
    `CleanUpMAPIHeap stands as it should, but its backup ${file} could not be deleted: ${whyNotWritten(error)}`,
    'Delete it, or run `mapileak flag restore`, before somebody else changes the flag: the next start would put it back.',
    { cause: error },
  );
}

/** @returns what kept it from being deleted, or null */
function tryToDrop(file: string): unknown {
  try {
    for (const each of [file, regFileBeside(file)]) rmSync(each, { force: true });
    return null;
  } catch (error) {
    return error;
  }
}

/** Complete under its name, or not there at all. */
function writeDurably(file: string, content: Buffer): void {
  const draft = `${file}.draft`;
  try {
    const descriptor = openSync(draft, 'w', 0o600);
    try {
      // All of it, where a disk that fills up takes a part at first.
      writeFileSync(descriptor, content);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(draft, file);
  } catch (error) {
    throw saidOf(file, draft, error);
  } finally {
    rmSync(draft, { force: true });
  }
}

function unusable(file: string, why: string): HarnessError {
  return new HarnessError(
    'REGISTRY',
    `the flag’s backup ${file} cannot be used: ${why}`,
    `Put the registry back by hand (regedit imports ${regFileBeside(file)}), then delete both files.`,
  );
}
