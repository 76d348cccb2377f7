import { type Batch, joined } from './batch.ts';

/** Full batches of an arm, all of one size, and the one that is not full yet. */
export interface Batches {
  /** Replicates in each full batch: a power of two. */
  readonly size: number;
  /** In the order in which their replicates ended. */
  readonly full: readonly Batch[];
  readonly filling: Batch | null;
}

/** With so many, neighbours become one: from then on an arm has 32 to 63. */
export const MOST_BATCHES = 64;

/**
 * A replicate is added. Batches are of neighbours in time, so an interval from the spread between them holds also where
 * neighbours have something in common, such as the hour or the state of the server.
 */
export function withReplicate({ filling, full, size }: Batches, replicate: Batch): Batches {
  const next = filling === null ? replicate : joined(filling, replicate);
  if (next.totals.replicates < size) return { size, full, filling: next };
  const all = [...full, next];
  if (all.length < MOST_BATCHES) return { size, full: all, filling: null };
  return { size: 2 * size, full: inPairs(all), filling: null };
}

function inPairs(batches: readonly Batch[]): readonly Batch[] {
  const pairs: Batch[] = [];
  for (let i = 0; i + 1 < batches.length; i += 2) {
    const [a, b] = [batches[i], batches[i + 1]];
    if (a !== undefined && b !== undefined) pairs.push(joined(a, b));
  }
  return pairs;
}
