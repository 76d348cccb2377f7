import type { Mailbox, MailboxRows } from './mailbox.ts';

/** Mailboxes without a file: `mailbox-0001` of `user-0001`, and so on. A number always means the same mailbox. */
export function generatedRows(count: number): MailboxRows {
  return {
    count,
    read: async (first, rows) => Array.from({ length: rows }, (_, row) => generatedMailbox(first + row + 1)),
    close: async () => {},
  };
}

function generatedMailbox(number: number): Mailbox {
  const digits = String(number).padStart(4, '0');
  return {
    mailbox: `mailbox-${digits}`,
    user: `user-${digits}`,
    domain: 'EXAMPLE',
    server: 'EXCHANGE',
    legacyDn: '',
  };
}
