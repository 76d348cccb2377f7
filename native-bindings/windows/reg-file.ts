import type { RegistryView } from './registry-keys.ts';
import { dwordOf, REG_SZ, type RegistryValue, text } from './registry-values.ts';

/** One section of a .reg file: what regedit is to do with one key. */
export type RegSection =
  | {
      readonly kind: 'values';
      /** Full path, such as `HKEY_LOCAL_MACHINE\SOFTWARE\Example`. Importing makes the key. */
      readonly key: string;
      readonly comment?: readonly string[];
      readonly values: readonly RegEntry[];
    }
  /** Importing deletes the key with all that is below it. */
  | { readonly kind: 'delete-key'; readonly key: string; readonly comment?: readonly string[] };

export interface RegEntry {
  /** Empty for the key's default value. */
  readonly name: string;
  /** null deletes the value. */
  readonly value: RegistryValue | null;
}

/** The first line of a file that regedit of Windows 2000 and later reads as Unicode. */
export const REG_FILE_VERSION = 'Windows Registry Editor Version 5.00';
const BYTE_ORDER_MARK = '\ufeff';
const LINE_END = '\r\n';
/** regedit breaks lines of bytes at 80 columns. */
const LINE_WIDTH = 79;
const REG_BINARY = 3;
/** C0 control characters and DEL: regedit's strings and lines cannot hold them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\u0000-\u001f\u007f]/;
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/**
 * A .reg file for regedit: version 5, UTF-16LE with a byte order mark, CRLF.
 * @throws TypeError for a name of a key or value that such a file cannot hold
 */
export function writeRegFile(sections: readonly RegSection[], comment: readonly string[] = []): Buffer {
  const lines = [REG_FILE_VERSION, '', ...comment.map(commentLine)];
  if (comment.length > 0) lines.push('');
  for (const section of sections) lines.push(...linesOf(section), '');
  return Buffer.from(BYTE_ORDER_MARK + lines.map((line) => line + LINE_END).join(''), 'utf16le');
}

/**
 * The full path of a key as the native regedit of this Windows writes it: the 32-bit view of a 64-bit Windows is
 * below SOFTWARE\WOW6432Node ("Registry Redirector", Windows documentation).
 * @param key below HKEY_LOCAL_MACHINE
 */
export function regeditPath(view: RegistryView, views: readonly RegistryView[], key: string): string {
  const isRedirected = view === '32-bit' && views.length > 1;
  return `HKEY_LOCAL_MACHINE\\${isRedirected ? key.replace(/^SOFTWARE(?=\\|$)/i, 'SOFTWARE\\WOW6432Node') : key}`;
}

function linesOf(section: RegSection): readonly string[] {
  const comment = (section.comment ?? []).map(commentLine);
  const key = writable(section.key);
  if (section.kind === 'delete-key') return [...comment, `[-${key}]`];
  return [...comment, `[${key}]`, ...section.values.map(({ name, value }) => valueLines(name, value))];
}

function commentLine(text: string): string {
  return `; ${writable(text)}`;
}

function valueLines(name: string, value: RegistryValue | null): string {
  const start = `${name === '' ? '@' : quoted(writable(name))}=`;
  if (value === null) return `${start}-`;
  const number = dwordOf(value);
  if (number !== undefined) return `${start}dword:${number.toString(16).padStart(8, '0')}`;
  const string = plainString(value);
  if (string !== null) return start + quoted(string);
  const kind = value.type === REG_BINARY ? 'hex:' : `hex(${value.type.toString(16)}):`;
  return folded(start + kind, value.data);
}

/** The text of a REG_SZ that comes back byte for byte from a quoted string, or null. */
function plainString({ type, data }: RegistryValue): string | null {
  if (type !== REG_SZ || data.length < 2) return null;
  const string = data.toString('utf16le', 0, data.length - 2);
  if (CONTROL.test(string) || LONE_SURROGATE.test(string)) return null;
  return text(string).data.equals(data) ? string : null;
}

/** Bytes as `00,01,\` with continuation lines. */
function folded(start: string, data: Buffer): string {
  const lines: string[] = [];
  let line = start;
  for (const [at, byte] of data.entries()) {
    const piece = byte.toString(16).padStart(2, '0') + (at < data.length - 1 ? ',' : '');
    if (line.length + piece.length >= LINE_WIDTH && !line.endsWith('  ')) {
      lines.push(`${line}\\`);
      line = '  ';
    }
    line += piece;
  }
  return [...lines, line].join(LINE_END);
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

function writable(text: string): string {
  if (CONTROL.test(text) || LONE_SURROGATE.test(text)) {
    throw new TypeError(`a .reg file cannot hold the name ${JSON.stringify(text)}`);
  }
  return text;
}
