import { createHash } from 'node:crypto';
import { constants, copyFileSync, createReadStream, existsSync } from 'node:fs';
import { ZodError } from 'zod';
import { type AliasEntry, type Aliases, aliasMapSchema } from '../../bundle/aliases.ts';
import { HarnessError, messageOf } from '../../contract/errors.ts';
import { complaint, readJsonFile } from '../../contract/json-input.ts';
import { writeWholeFileSync } from '../../contract/whole-file.ts';

/** @throws HarnessError USAGE: no file of somebody is overwritten */
export function requireNothingAt(file: string): void {
  if (!existsSync(file)) return;
  throw new HarnessError('USAGE', `${file} exists already`, 'Move it away, or name another file with --out.');
}

/** What the name of a file is at fault for; of a full disk, say, it is not. */
const OF_THE_NAME: readonly unknown[] = [
  ...['EACCES', 'EEXIST', 'EINVAL', 'EISDIR', 'ENAMETOOLONG', 'ENOENT', 'ENOTDIR', 'EPERM', 'EROFS'],
];

/** Gives a checked zip its name. @throws HarnessError USAGE for a name that cannot be had, else REPORT_NOT_WRITTEN */
export function keepZip(checked: string, file: string): void {
  try {
    copyFileSync(checked, file, constants.COPYFILE_EXCL);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    throw new HarnessError(
      OF_THE_NAME.includes(code) ? 'USAGE' : 'REPORT_NOT_WRITTEN',
      `${file} cannot be written: ${messageOf(error)}`,
      'Name a file in a folder that exists, can be written and has room, with --out.',
      { cause: error },
    );
  }
}

/** @throws HarnessError INPUT_FILE: with a map that cannot be read, aliases would not mean what they meant */
export function readMap(file: string): readonly AliasEntry[] {
  if (!existsSync(file)) return [];
  try {
    return aliasMapSchema.parse(readJsonFile(file)).aliases;
  } catch (error) {
    const why = error instanceof ZodError ? complaint(error) : messageOf(error);
    throw new HarnessError(
      'INPUT_FILE',
      `${file} is no map of aliases: ${why}`,
      'Move it away, or name another file with --map.',
      { cause: error },
    );
  }
}

/** @throws HarnessError REPORT_NOT_WRITTEN */
export function saveMap(file: string, aliases: Aliases): void {
  try {
    writeWholeFileSync(file, `${JSON.stringify(aliases.map(), null, 2)}\n`, { mode: 0o600 });
  } catch (error) {
    throw new HarnessError(
      'REPORT_NOT_WRITTEN',
      `${file} could not be written: ${messageOf(error)}`,
      'Name a file for the map from aliases to names with --map, and the bundle anew with --out.',
      { cause: error },
    );
  }
}

/** SHA-256 in hexadecimal digits, to tell that a bundle arrived as it was sent. */
export async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return hash.digest('hex');
}
