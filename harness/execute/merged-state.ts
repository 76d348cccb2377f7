import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { HarnessError, messageOf } from '../contract/errors.ts';
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

/**
 * @returns null if there is none: no row is gone
 * @throws HarnessError RUN_FOLDER if it is broken
 */
export async function readMerged(folder: string): Promise<Merged | null> {
  const file = join(folder, RUN_FILES.merged);
  try {
    return parseMerged(await readFile(file, 'utf8'));
  } catch (error) {
    return noneOrBroken(file, error);
  }
}

/** {@link readMerged}, for who must not go on before it is read. */
export function readMergedSync(folder: string): Merged | null {
  const file = join(folder, RUN_FILES.merged);
  try {
    return parseMerged(readFileSync(file, 'utf8'));
  } catch (error) {
    return noneOrBroken(file, error);
  }
}

function noneOrBroken(file: string, error: unknown): null {
  if (isMissing(error)) return null;
  throw new HarnessError(
    'RUN_FOLDER',
    `${file} cannot be read: ${messageOf(error)}`,
    `Bring the file back from a copy of the folder. Without it the rows that it stands for are lost; move it away to judge those that are left.`,
    { cause: error },
  );
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
  if (!parsed.success) throw new Error(z.prettifyError(parsed.error));
  return parsed.data;
}

const HASH_DIGITS = 64;

const hashOf = (content: string): string => createHash('sha256').update(content).digest('hex');

export const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';
