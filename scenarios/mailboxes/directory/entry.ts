/** An entry of a directory, as far as it was asked for. */
export interface DirectoryEntry {
  readonly dn: string;
  /** Values by attribute name in lower case; bytes that are no UTF-8 stay a Buffer. */
  readonly values: ReadonlyMap<string, readonly (string | Buffer)[]>;
}

/** What a directory answers at once. */
export interface DirectoryPage {
  readonly entries: readonly DirectoryEntry[];
  /** URLs of other servers that hold a part of what was asked for. */
  readonly referrals: readonly string[];
}
