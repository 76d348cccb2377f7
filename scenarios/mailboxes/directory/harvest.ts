import { csvLine } from '../write-csv.ts';
import type { DirectoryPage } from './entry.ts';
import { type RowMapping, rowOfEntry } from './row-of-entry.ts';

/** How many entries are named of each kind that cannot be a row. */
const NAMED = 5;

/** Entries that cannot be a row for the same reason. */
export interface Unusable {
  readonly reason: string;
  readonly count: number;
  /** Distinguished names of the first few. */
  readonly named: readonly string[];
}

/** What came of a search. */
export interface Harvest {
  readonly rows: number;
  readonly unusable: readonly Unusable[];
  /** URLs that were not followed. */
  readonly referrals: readonly string[];
  /** Whether it ended at the limit, with more that may have followed. */
  readonly limited: boolean;
}

/**
 * Writes a line for each entry that can be a row, and counts the others. Holds one page in memory.
 * @param limit how many rows to write at most; null for all
 */
export async function harvest(
  pages: AsyncIterable<DirectoryPage>,
  mapping: RowMapping,
  limit: number | null,
  write: (lines: string) => Promise<void>,
): Promise<Harvest> {
  const unusable = new Map<string, { count: number; named: string[] }>();
  const referrals = new Set<string>();
  let rows = 0;
  for await (const page of pages) {
    const lines: string[] = [];
    for (const url of page.referrals) referrals.add(url);
    for (const entry of page.entries) {
      if (rows + lines.length === limit) break;
      const row = rowOfEntry(entry, mapping);
      if ('mailbox' in row) lines.push(csvLine(row.mailbox));
      else count(unusable, row.unusable, entry.dn);
    }
    if (lines.length > 0) await write(lines.join(''));
    rows += lines.length;
    if (rows === limit) break;
  }
  return {
    rows,
    unusable: [...unusable].map(([reason, of]) => ({ reason, ...of })),
    referrals: [...referrals],
    limited: rows === limit,
  };
}

function count(kinds: Map<string, { count: number; named: string[] }>, reason: string, dn: string): void {
  const kind = kinds.get(reason) ?? { count: 0, named: [] };
  kind.count += 1;
  if (kind.named.length < NAMED) kind.named.push(dn);
  kinds.set(reason, kind);
}
