import { messageOf } from './errors.ts';

/** What system errors mean to whoever owns the disk, without the names of system calls. */
const WORDS: Readonly<Record<string, string>> = {
  ENOSPC: 'there is no room left on its disk',
  EDQUOT: 'there is no room left in this user’s share of its disk',
  EFBIG: 'its disk takes no larger files',
  EROFS: 'its disk can only be read',
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EIO: 'its disk fails',
  EMFILE: 'this process has too many files open',
  ENFILE: 'this system has too many files open',
  ENOENT: 'there is no such folder',
};

/** Why a file could not be written, in plain words, with the system's name of it: `… (ENOSPC)`. */
export function whyNotWritten(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const words = WORDS[code];
  return words === undefined ? messageOf(error) : `${words} (${code})`;
}
