import { COLUMNS } from './header.ts';
import type { Mailbox } from './mailbox.ts';

/** The first line of a list that `scanMailboxFile` reads. */
export const CSV_HEADER = `${COLUMNS.join(',')}\n`;

/** One line of such a list. The mailbox must be one that `readRow` has accepted: trimmed, on one line. */
export function csvLine(mailbox: Mailbox): string {
  return `${COLUMNS.map((column) => field(mailbox[column])).join(',')}\n`;
}

/** A field that begins with # would make its line a comment. */
function field(value: string): string {
  return /[",]|^#/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
