import { COLUMNS, type Column } from './header.ts';
import type { Problem } from './input-error.ts';
import type { Mailbox } from './mailbox.ts';

/**
 * Longest value in characters. Profile names: IProfAdmin::CreateProfile. Users: UNLEN (lmcons.h).
 * Domains and servers: the longest DNS name (RFC 1035). Of distinguished names no limit is documented.
 */
const MAX_LENGTH = {
  mailbox: 64,
  user: 256,
  domain: 255,
  server: 255,
  legacyDn: 1024,
} as const satisfies Record<Column, number>;

/** CDO turns the mailbox into the file name of a temporary profile (KB 271913). */
const NOT_IN_FILE_NAMES = /[\\/:*?"<>|]/;
/** MAPILogonEx, IProfAdmin and CreateStoreEntryID take ANSI text; what lies beyond depends on the code page. */
const NOT_ANSI = /[\u0100-\uffff]/;
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
/** What undecodable bytes become. */
const REPLACEMENT = '\ufffd';

export type Row = { readonly mailbox: Mailbox } | { readonly problem: Problem };

/** One data row. Messages name the column and never the value: columns get mixed up, and one may be a password. */
export function readRow(columns: readonly Column[], values: readonly string[]): Row {
  const given: Partial<Record<Column, string>> = {};
  for (const [index, column] of columns.entries()) given[column] = values[index] ?? '';

  const mailbox = given.mailbox ?? '';
  const row: Mailbox = {
    mailbox,
    ...account(given.user || mailbox, given.domain ?? ''),
    server: given.server ?? '',
    legacyDn: given.legacyDn ?? '',
  };
  const problem = problemOfRow(row);
  return problem === null ? { mailbox: row } : { problem };
}

/** `DOMAIN\\user` in one column is what LogonUserW wants as two; with a domain of its own it is a contradiction. */
function account(user: string, domain: string): Pick<Mailbox, 'user' | 'domain'> {
  const [, before, after] = /^([\w.-]+)\\([^\\]+)$/.exec(user) ?? [];
  if (before === undefined || after === undefined || domain !== '') return { user, domain };
  return { user: after, domain: before };
}

function problemOfRow(row: Mailbox): Problem | null {
  for (const column of COLUMNS) {
    const problem = problemOfValue(column, row[column]);
    if (problem !== null) return problem;
  }
  if (row.mailbox === '') {
    return { what: 'the mailbox is missing', remedy: 'Give each row a mailbox alias or a profile name.' };
  }
  if (NOT_IN_FILE_NAMES.test(row.mailbox)) {
    return {
      what: 'the mailbox contains one of \\ / : * ? " < > |',
      remedy: 'Use the mailbox alias or a profile name, not a path or a distinguished name.',
    };
  }
  if (NOT_ANSI.test(row.mailbox)) {
    return {
      what: 'the mailbox contains a character outside ISO 8859-1',
      remedy: 'Use the mailbox alias: MAPI takes profile names as ANSI text (MAPILogonEx).',
    };
  }
  if (row.user.includes('\\')) {
    return {
      what: 'the user contains a backslash, and is not DOMAIN\\user with an empty domain',
      remedy: 'Write DOMAIN\\user alone, or domain and user as two columns.',
    };
  }
  if (row.user.includes('@') && row.domain !== '') {
    return {
      what: 'the user is a user principal name (it contains @), but there is a domain too',
      remedy: 'Leave the domain empty, or give the plain account name (LogonUserW).',
    };
  }
  return problemOfLegacyDn(row.legacyDn);
}

function problemOfLegacyDn(legacyDn: string): Problem | null {
  if (legacyDn === '') return null;
  if (!/^\/o=/i.test(legacyDn)) {
    return {
      what: 'the legacyDn does not begin with /o=',
      remedy: 'Give the legacyExchangeDN of the mailbox, /o=Org/ou=.../cn=anna, or leave it empty.',
    };
  }
  if (NOT_ANSI.test(legacyDn)) {
    return {
      what: 'the legacyDn contains a character outside ISO 8859-1',
      remedy: 'Leave it empty: MAPI takes it as ANSI text (IExchangeManageStore::CreateStoreEntryID).',
    };
  }
  return null;
}

function problemOfValue(column: Column, value: string): Problem | null {
  if (value.includes(REPLACEMENT)) {
    return { what: `the ${column} is not UTF-8`, remedy: 'Save the file as UTF-8.' };
  }
  const invisible = INVISIBLE.exec(value)?.[0];
  if (invisible !== undefined) return invisibleCharacter(column, invisible);
  if (value !== value.trim()) {
    return {
      what: `the ${column} begins or ends with a space`,
      remedy: 'Delete the space inside the quotes.',
    };
  }
  const max = MAX_LENGTH[column];
  if (value.length > max) {
    return {
      what: `the ${column} is ${value.length} characters long; at most ${max} are allowed`,
      remedy: 'Shorten it, or check that the columns are in the order of the first line.',
    };
  }
  return null;
}

function invisibleCharacter(column: Column, character: string): Problem {
  switch (character) {
    case '\0':
      return {
        what: `the ${column} contains a NUL character`,
        remedy: 'If the file is UTF-16, save it as UTF-8.',
      };
    default: {
      const codePoint = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
      return {
        what: `the ${column} contains the invisible character U+${codePoint}`,
        remedy: 'Delete that character.',
      };
    }
  }
}
