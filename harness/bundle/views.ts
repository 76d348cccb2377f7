import { isUtf8 } from 'node:buffer';

/** Bytes as characters, and back. Every character of a view stands for `bytesPerUnit` bytes from `offset` on. */
export interface View {
  readonly text: string;
  readonly offset: number;
  readonly bytesPerUnit: 1 | 2;
  /** What a character between two names looks like here. */
  isWordUnit(unit: number): boolean;
  /** A text of this view as the text that it means. */
  decode(text: string): string;
  encode(text: string): Buffer;
}

/**
 * All that bytes may be text in: one byte a character (UTF-8 and code pages, whose names are looked for as their bytes),
 * and UTF-16 of both byte orders at even and odd offsets, since logs mix them.
 * @param wide whether UTF-16 without a zero byte is looked for, too: names in which no character is ASCII
 */
export function viewsOf(bytes: Buffer, wide: boolean): readonly View[] {
  const views: View[] = [byteView(bytes)];
  if (!wide && !bytes.includes(0)) return views;
  for (const offset of [0, 1]) {
    const length = (bytes.length - offset) & ~1;
    const units = Buffer.from(bytes.subarray(offset, offset + length));
    views.push(wideView(units.toString('utf16le'), offset, (text) => Buffer.from(text, 'utf16le')));
    units.swap16();
    views.push(wideView(units.toString('utf16le'), offset, (text) => Buffer.from(text, 'utf16le').swap16()));
  }
  return views;
}

function byteView(bytes: Buffer): View {
  return {
    text: bytes.toString('latin1'),
    offset: 0,
    bytesPerUnit: 1,
    isWordUnit: (unit) => isAsciiWord(unit) || unit >= 0x80,
    decode(text) {
      const own = Buffer.from(text, 'latin1');
      return isUtf8(own) ? own.toString('utf8') : text;
    },
    encode: (text) => Buffer.from(text, 'utf8'),
  };
}

function wideView(text: string, offset: number, encode: (text: string) => Buffer): View {
  return {
    text,
    offset,
    bytesPerUnit: 2,
    isWordUnit: (unit) =>
      isAsciiWord(unit) || (unit >= 0x80 && /[\p{L}\p{N}]/u.test(String.fromCharCode(unit))),
    decode: (own) => own,
    encode,
  };
}

const isAsciiWord = (unit: number): boolean =>
  (unit >= 0x30 && unit <= 0x39) ||
  (unit >= 0x41 && unit <= 0x5a) ||
  (unit >= 0x61 && unit <= 0x7a) ||
  unit === 0x5f;

/** Lower case, with as many characters as before: only one character of Unicode becomes longer. */
export const folded = (text: string): string => text.replaceAll('İ', 'i').toLowerCase();
