import type { Aliases } from './aliases.ts';
import type { NameKind, RunName } from './names.ts';
import type { Scrubber } from './scrubber.ts';

/** How the fields of a run folder are written in a bundle. */
export interface Fields {
  mailbox(name: string): string;
  path(path: string): string;
  /** The hash of a list of names. */
  list(hash: string): string;
  /** The name of a scenario of the user's own. */
  scenario(name: string): string;
  /** A regular expression for lines of a log of the user's own. */
  pattern(source: string): string;
  /** A text of a dial of the stand-in. */
  dial(name: string, value: string): string;
  /** A sentence, or a value whose meaning is not known. */
  text(text: string): string;
}

/** Some dials name a mailbox, a user or a server, as one word. */
export const DIALS_OF: Readonly<Record<string, 'mailbox' | 'user' | 'host'>> = {
  UnknownMailbox: 'mailbox',
  RefuseProfile: 'mailbox',
  HangProfile: 'mailbox',
  CrashProfile: 'mailbox',
  RefuseUser: 'user',
  RemoteServer: 'host',
  UnknownServer: 'host',
};

/** Files by whose names a support engineer tells which MAPI was measured. */
const KNOWN_FILES =
  /^(?:(?:ms)?mapi(?:32|stub|svc)?|cdo|emsabp32|emsmdb32|emsui32|msmapi32|olmapi32|libmapi32|libwin32|libcdo|mapileak\S*|kernel32|advapi32|ole32)\.(?:dll|so)$/i;
/** Whether the name of a file tells which program it is, and nobody's. */
export const isKnownFile = (file: string): boolean => KNOWN_FILES.test(file);

function partsOf(path: string): { folder: string; separator: string; file: string } {
  const [, folder = '', separator = '', file = ''] = /^(.*?)([\\/]?)([^\\/]*)$/s.exec(path) ?? [];
  return { folder, separator, file };
}

/** Alike on every machine. */
const SYSTEM_FILE = /^(?:\/(?:usr|lib\w*)\/|[a-z]:[\\/]windows[\\/]|[^\\/]+$)/i;

/** Changes nothing, and tells of every name. */
export function namingFields(hear: (name: RunName) => void): Fields {
  const heard = (kind: NameKind, text: string): string => {
    hear({ kind, text });
    return text;
  };
  return {
    mailbox: (name) => heard('mailbox', name),
    list: (hash) => heard('list', hash),
    scenario: (name) => heard('scenario', name),
    pattern: (source) => heard('pattern', source),
    path(path) {
      const { file, folder } = partsOf(path);
      if (!isKnownFile(file)) heard('path', path);
      else if (!SYSTEM_FILE.test(path)) heard('path', folder);
      return path;
    },
    dial(name, value) {
      const kind = DIALS_OF[name];
      return kind === undefined ? value : heard(kind, value);
    },
    text: (text) => text,
  };
}

/** Every name by its alias, and sentences without names. */
export function aliasedFields(aliases: Aliases, scrubber: Scrubber): Fields {
  const counted = (kind: NameKind, name: string): string => {
    const alias = aliases.of(kind, name);
    if (alias !== name) scrubber.count(kind);
    return alias;
  };
  return {
    mailbox: (name) => counted('mailbox', name),
    list: (hash) => counted('list', hash),
    scenario: (name) => counted('scenario', name),
    pattern: (source) => counted('pattern', source),
    path(path) {
      const { file, folder, separator } = partsOf(path);
      if (!isKnownFile(file)) return counted('path', path);
      return SYSTEM_FILE.test(path) ? path : `${counted('path', folder)}${separator}${file}`;
    },
    dial(name, value) {
      const kind = DIALS_OF[name];
      return kind === undefined ? scrubber.text(value) : counted(kind, value);
    },
    text: (text) => scrubber.text(text),
  };
}

/** The same without any sentence: what is left is what the program says of itself. */
export const withoutText = (fields: Fields): Fields => ({ ...fields, text: () => '' });
