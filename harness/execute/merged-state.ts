import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { HarnessError, messageOf } from '../contract/errors.ts';
import { isMissing, readRegularFile } from '../contract/input-file.ts';
import { complaint } from '../contract/json-input.ts';
import { type Merged, mergedSchema } from '../contract/merged.ts';
import { RUN_FILES } from './run-files.ts';

const HEAD = '{"sha256":"';
const MIDDLE = '","merged":';
const END = '}\n';

/** The content of merged.json: one line, whose checksum is over what follows `"merged":`. */
export function mergedText(merged: Merged): string {
  const content = JSON.stringify(merged);
  return `${HEAD}${hashOf(content)}${MIDDLE}${content}${END}`;
}

/** Fifty times what that of a usual soak takes: a batch has some thousand numbers, and an arm at most 63 of them. */
const LONGEST_MERGED_BYTES = 64 * 2 ** 20;

/**
 * What rows that are gone came to.
 * @returns null if there is no merged.json: no row is gone
 * @throws HarnessError RUN_FOLDER if it is broken
 */
export function readMerged(folder: string): Merged | null {
  const file = join(folder, RUN_FILES.merged);
  try {
    return parseMerged(readRegularFile(file, LONGEST_MERGED_BYTES).toString('utf8'));
  } catch (error) {
    if (isMissing(error)) return null;
    throw new HarnessError(
      'RUN_FOLDER',
      `${file} cannot be read: ${messageOf(error)}`,
      'Bring it back from a copy of the folder. The rows that it stands for are gone; move it away to judge those that are left.',
      { cause: error },
    );
  }
}

/** {@link readMerged}, for who shows what can be read. */
export function readableMerged(folder: string): Merged | null {
  try {
    return readMerged(folder);
  } catch {
    return null;
  }
}

/** @throws Error if it is not what {@link mergedText} makes */
export function parseMerged(text: string): Merged {
  const start = HEAD.length + HASH_DIGITS + MIDDLE.length;
  const content = text.slice(start, -END.length);
  if (
    !text.startsWith(HEAD) ||
    !text.endsWith(END) ||
    text.slice(HEAD.length + HASH_DIGITS, start) !== MIDDLE
  )
    throw new Error('it is not as it was written');
  if (text.slice(HEAD.length, HEAD.length + HASH_DIGITS) !== hashOf(content))
    throw new Error('its checksum is that of another content');
  const parsed = mergedSchema.safeParse(JSON.parse(content));
  if (!parsed.success) throw new Error(complaint(parsed.error));
  return parsed.data;
}

const HASH_DIGITS = 64;

const hashOf = (content: string): string => createHash('sha256').update(content).digest('hex');
