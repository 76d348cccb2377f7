/** How the characters of a log are written. */
export type LogEncoding = 'utf-8' | 'utf-16le' | 'utf-16be';

/** How many bytes at the start of a log tell its encoding. */
export const MARK_BYTES = 4;

/**
 * By the mark at its start; without one by a NUL in the first character, which ASCII has in UTF-16 alone, and else UTF-8,
 * in which ASCII reads right whatever code page the rest is of.
 */
export function encodingOf(start: Uint8Array): LogEncoding {
  const [first, second] = start;
  if (first === undefined || second === undefined) return 'utf-8';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (first !== 0 && second === 0) return 'utf-16le';
  if (first === 0 && second !== 0) return 'utf-16be';
  return 'utf-8';
}

/** Bytes of one code unit: a log is entered at a multiple of these. */
export const unitBytes = (encoding: LogEncoding): 1 | 2 => (encoding === 'utf-8' ? 1 : 2);
