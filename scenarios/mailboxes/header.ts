import type { Problem } from './input-error.ts';
import type { Mailbox } from './mailbox.ts';

export type Column = keyof Mailbox;

/** In the order in which lists are written. */
export const COLUMNS = [
  'mailbox',
  'user',
  'domain',
  'server',
  'legacyDn',
] as const satisfies readonly Column[];
const KNOWN = COLUMNS.join(', ');
const PASSWORD_LIKE = /pass|pwd|kennwort|secret|credential|contrase|^pw$/;

/** The columns of a mailbox file in its own order, or what is wrong with its first line. */
export type Header = { readonly columns: readonly Column[] } | { readonly problem: Problem };

/**
 * Reads the first line. Names are repeated in messages only once the line is surely a header: a file without
 * one begins with data, and data may be a password.
 */
export function readHeader(names: readonly string[]): Header {
  const wanted = names.map((name) => name.trim().toLowerCase());
  const password = wanted.findIndex((name) => PASSWORD_LIKE.test(name.replace(/[^\p{L}]/gu, '')));
  if (password >= 0) return { problem: passwordColumn(password + 1) };
  if (!wanted.includes('mailbox')) return { problem: noMailboxColumn(names) };

  const columns: Column[] = [];
  for (const [index, name] of wanted.entries()) {
    const column = COLUMNS.find((known) => known.toLowerCase() === name);
    if (column === undefined) return { problem: unknownColumn(index + 1, name) };
    if (columns.includes(column)) return { problem: duplicateColumn(column) };
    columns.push(column);
  }
  return { columns };
}

function passwordColumn(number: number): Problem {
  return {
    what: `column ${number} looks like a column of passwords, and mailbox files hold none`,
    remedy:
      'Delete that column; give the password through an environment variable, a file that only you can read, or the prompt.',
  };
}

function noMailboxColumn(names: readonly string[]): Problem {
  const separator = names.length === 1 ? /[;\t]/.exec(names[0] ?? '')?.[0] : undefined;
  if (separator !== undefined) {
    const called = separator === ';' ? 'semicolons' : 'tabs';
    return {
      what: `the columns are separated by ${called}`,
      remedy: 'Save the file with commas between the columns.',
    };
  }
  return {
    what: 'the first line names no column "mailbox"',
    remedy: `Begin the file with a line of column names; known are ${KNOWN}.`,
  };
}

function unknownColumn(number: number, name: string): Problem {
  return {
    what: `column ${number}, ${JSON.stringify(name)}, is unknown`,
    remedy: `Delete or rename that column; known are ${KNOWN}.`,
  };
}

function duplicateColumn(name: Column): Problem {
  return { what: `there are two columns "${name}"`, remedy: `Keep one column "${name}".` };
}
