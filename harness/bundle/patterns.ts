import type { NameKind } from './names.ts';
import type { View } from './views.ts';

/** Something that names somebody by its form. */
export interface Shaped {
  readonly kind: NameKind;
  readonly from: number;
  readonly to: number;
}

/** What a path in running text ends at. */
const END = '\\s"\'`<>|*?;,)\\]\\0';
/** Folders that are alike on every machine, and say which library was loaded. */
const SYSTEM = '(?:usr|lib\\w*|bin|sbin|proc|dev|etc|sys)[/\\\\]';

/** Folders of Windows may have blanks in their names (`Documents and Settings`): up to the next backslash all is one. */
const WITH_BLANKS = `(?:[^${END}:\\\\/]+(?: [^${END}:\\\\/]+){0,6}[\\\\/])*`;

const SHAPES: readonly (readonly [NameKind, RegExp])[] = [
  // Accounts of a domain or a machine; those with few parts (S-1-5-18) are alike everywhere.
  ['sid', /S-1-\d+-21(?:-\d+){3,}/gi],
  ['profile', /mapileak_[1-9]\d*_[0-9a-f]{32}/gi],
  ['path', new RegExp(`file:///[^${END}]+?(?=:\\d|[${END}]|$)`, 'gi')],
  ['path', new RegExp(`(?<![\\w])[a-z]:[\\\\/](?!windows[\\\\/])${WITH_BLANKS}[^${END}:]+`, 'gi')],
  ['path', new RegExp(`(?<![\\w\\\\:])\\\\\\\\[\\w.$-]+\\\\${WITH_BLANKS}[^${END}:]+`, 'gi')],
  ['path', new RegExp(`(?<![\\w./~\\x80-\\uffff-])/(?!${SYSTEM})[^/${END}:=]+(?:/[^/${END}:=]+)+`, 'gi')],
];

/** Accounts, profiles and paths that nobody has named: they are found by their form. */
export function shapedNames({ text }: View): readonly Shaped[] {
  return SHAPES.flatMap(([kind, shape]) =>
    [...text.matchAll(shape)].map((match) => ({
      kind,
      from: match.index,
      to: match.index + match[0].length,
    })),
  );
}

const PATH_GOES_ON = new RegExp(`^[/\\\\][^${END}:]*`);

/** Where a path that begins with a known folder ends. */
export function endOfPath(text: string, from: number): number {
  return from + (PATH_GOES_ON.exec(text.slice(from, from + 1024))?.[0].length ?? 0);
}

/** Whether a known folder ends here, and is not the start of another one's name. */
export const isEndOfFolder = (text: string, at: number): boolean => !/^[\w.-]/.test(text.slice(at, at + 1));
