import { COLUMNS } from '../header.ts';
import type { Mailbox } from '../mailbox.ts';
import { readRow } from '../row.ts';
import { dnsDomainOf } from './distinguished-name.ts';
import type { DirectoryEntry } from './entry.ts';

/** Which attributes of an entry make a row, and what is the same for all. */
export interface RowMapping {
  readonly mailboxAttribute: string;
  readonly userAttribute: string;
  /** A distinguished name, the last `cn=` of which is the server, or a server's name. */
  readonly serverAttribute: string;
  readonly legacyDnAttribute: string;
  /** Domain of all users; null to take each from its entry. */
  readonly domain: string | null;
}

/** The names that Active Directory and Exchange 2000 and later give them. */
export const EXCHANGE_ATTRIBUTES = {
  mailboxAttribute: 'mailNickname',
  userAttribute: 'sAMAccountName',
  serverAttribute: 'msExchHomeServerName',
  legacyDnAttribute: 'legacyExchangeDN',
} as const satisfies Partial<RowMapping>;

/** Who has no account name is logged on by this. */
const PRINCIPAL_NAME = 'userPrincipalName';

/** A row, or in a few words why the entry can be none; the words are the same for all entries of one kind. */
export type EntryRow = { readonly mailbox: Mailbox } | { readonly unusable: string };

/** What to ask a directory for. */
export function attributesOf(mapping: RowMapping): readonly string[] {
  const { legacyDnAttribute, mailboxAttribute, serverAttribute, userAttribute } = mapping;
  return [...new Set([mailboxAttribute, userAttribute, serverAttribute, legacyDnAttribute, PRINCIPAL_NAME])];
}

/** Decides by `readRow`, so whatever is a row here is one when the list is read. */
export function rowOfEntry(entry: DirectoryEntry, mapping: RowMapping): EntryRow {
  try {
    const mailbox = textOf(entry, mapping.mailboxAttribute);
    if (mailbox === '') throw new Unusable(`it has no ${mapping.mailboxAttribute}`);
    const { user, domain } = accountOf(entry, mapping);
    const server = serverOf(textOf(entry, mapping.serverAttribute));
    const legacyDn = textOf(entry, mapping.legacyDnAttribute);
    const row = { mailbox, user, domain, server, legacyDn };
    const read = readRow(
      COLUMNS,
      COLUMNS.map((column) => row[column]),
    );
    return 'problem' in read ? { unusable: withoutNumbers(read.problem.what) } : read;
  } catch (error) {
    if (error instanceof Unusable) return { unusable: error.message };
    throw error;
  }
}

/** Why an entry cannot be a row; never leaves this file. */
class Unusable extends Error {}

/** LogonUserW takes a user principal name without a domain, and a plain name with the domain's DNS or NetBIOS name. */
function accountOf(entry: DirectoryEntry, mapping: RowMapping): Pick<Mailbox, 'user' | 'domain'> {
  const user = textOf(entry, mapping.userAttribute);
  const principal = textOf(entry, PRINCIPAL_NAME);
  const domain = mapping.domain ?? dnsDomainOf(entry.dn);
  if (user.includes('@')) return { user, domain: '' };
  if (principal !== '' && (user === '' || domain === '')) return { user: principal, domain: '' };
  if (user === '') throw new Unusable(`it has neither ${mapping.userAttribute} nor ${PRINCIPAL_NAME}`);
  return { user, domain };
}

/** `/o=Org/ou=First Administrative Group/cn=Configuration/cn=Servers/cn=SERVER01` is SERVER01. */
function serverOf(home: string): string {
  if (!home.startsWith('/')) return home;
  const name = /\/cn=([^/]+)$/i.exec(home)?.[1];
  if (name === undefined) throw new Unusable('its home server’s name does not end in a cn');
  return name;
}

/** The one value of an attribute; empty if there is none. */
function textOf({ values }: DirectoryEntry, attribute: string): string {
  const [first = '', ...more] = values.get(attribute.toLowerCase()) ?? [];
  if (more.length > 0) throw new Unusable(`its ${attribute} has more than one value`);
  if (typeof first !== 'string') throw new Unusable(`its ${attribute} is not text`);
  return first;
}

/** Values of many different lengths are one kind of mistake. */
function withoutNumbers(what: string): string {
  return what.replace(/ is \d+ characters long; at most (\d+) are allowed/, ' is longer than $1 characters');
}
