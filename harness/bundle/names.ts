/**
 * What a name of a run is the name of. Where one text names several things, the alias of the first kind stands for it.
 * `directory` is a path that longer paths begin with; `list` the hash of a list of
 * mailboxes, by which names that are guessed can be told to be right; `program` one whose rest tells nothing; `hidden` and `secret` are
 * texts that the user named.
 */
export const NAME_KINDS = [
  'secret',
  'hidden',
  'mailbox',
  'user',
  'host',
  'domain',
  'dn',
  'sid',
  'profile',
  'scenario',
  'list',
  'pattern',
  'path',
  'directory',
  'program',
] as const;
export type NameKind = (typeof NAME_KINDS)[number];

export interface RunName {
  readonly kind: NameKind;
  readonly text: string;
}

/** What the aliases of a kind begin with: `mailbox-0007`, `path-2`. */
export function aliasStem(kind: NameKind): string {
  return kind === 'directory' || kind === 'program' ? 'path' : kind;
}

/** Numbers of what there can be thousands of are set in columns. */
export function aliasDigits(kind: NameKind): number {
  return kind === 'mailbox' || kind === 'user' || kind === 'dn' ? 4 : 1;
}

const LOOKS_LIKE_ALIAS =
  /^(?:hidden|mailbox|user|host|domain|dn|sid|profile|scenario|pattern|path)-\d+$|^list-[0-9a-f]{12}$/i;

/** Kinds of texts that somebody wants hidden, whatever they are. */
export const isAsked = (kind: NameKind): boolean => kind === 'hidden' || kind === 'secret';

/** Such a name, as generated mailboxes have it, tells nothing, and stays what it is. */
export const looksLikeAlias = (text: string): boolean => LOOKS_LIKE_ALIAS.test(text);
