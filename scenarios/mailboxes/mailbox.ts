/** One mailbox and the account that logs on to it. An empty string means "not given". */
export interface Mailbox {
  /** Mailbox alias, or the name of a MAPI profile. */
  readonly mailbox: string;
  /** Account to impersonate: a plain name, or a user principal name (`user@domain`) with an empty domain. */
  readonly user: string;
  readonly domain: string;
  /** Exchange server that holds the mailbox. */
  readonly server: string;
  /**
   * Distinguished name of the mailbox in Exchange, legacyExchangeDN in Active Directory: `/o=Org/ou=.../cn=anna`.
   * IExchangeManageStore::CreateStoreEntryID names a mailbox by it.
   */
  readonly legacyDn: string;
}

/** Mailboxes by position, from 0. Readers hold at most what one call asks for. */
export interface MailboxRows {
  readonly count: number;
  /** The rows first .. first + count - 1, all of which must exist. */
  read(first: number, count: number): Promise<readonly Mailbox[]>;
  close(): Promise<void>;
}
