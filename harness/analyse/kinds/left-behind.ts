import type { LeftBehind } from '../../contract/result.ts';
import { SEEN_WHILE_CYCLES_RAN } from '../../contract/sample.ts';
import { countText, numberText } from '../words.ts';
import type { Census, ExplainedReplicate } from './explained.ts';

/** The lengths of the blocks between censuses: two primes, so that no other number of blocks fits both. */
const BLOCK_CYCLES = [7, 11] as const;
/** So many blocks of each length, in every replicate. */
const REPEATS = 2;
/** A block left behind every second or third logon makes whole numbers, too, if less strictly. */
const DENOMINATORS = [1, 2, 3] as const;
/** By chance such numbers agree more often: they must in so many replicates. */
const FEWEST_FOR_FRACTIONS = 3;

/** Blocks per cycle, as a fraction in lowest terms. */
interface Fraction {
  readonly numerator: number;
  readonly denominator: number;
}

/** Blocks of one size in the heaps of one name at each census, by the cycles since the first of them. */
type Counts = readonly { readonly cycles: number; readonly blocks: number }[];

/**
 * Which blocks every logon leaves behind: sizes whose number rises by 7 k and 11 k over blocks of 7 and of 11
 * cycles, twice each, with the same k in every replicate. A cache below its capacity does the same: this is a
 * lead, no verdict. The largest growth first.
 *
 * @param replicates of one arm
 */
export function leftBehindOf(replicates: readonly ExplainedReplicate[]): LeftBehind[] {
  const all = replicates.map(({ censuses, exhausted }) =>
    censuses.filter(({ cycle }) => exhausted === null || cycle <= exhausted.cycle),
  );
  const [first] = all;
  if (first === undefined || !all.every(isWhole)) return [];
  const found: LeftBehind[] = [];
  // What is in no last census of the first replicate did not grow in it.
  for (const [heap, { blockBytes }] of first.at(-1)?.heaps ?? []) {
    for (const size of blockBytes) {
      const perCycle = commonFraction(all.map((censuses) => countsOf(censuses, heap, size)));
      if (perCycle !== null) found.push(leftBehind(heap, size, perCycle));
    }
  }
  const bytes = ({ blockBytes, blocksPerCycle }: LeftBehind): number => blockBytes * blocksPerCycle;
  return found.toSorted((a, b) => bytes(b) - bytes(a) || b.blocksPerCycle - a.blocksPerCycle);
}

/** Whether all blocks that are needed lie between these censuses. */
function isWhole(censuses: readonly Census[]): boolean {
  const lengths = censuses.slice(1).map(({ cycle }, i) => cycle - (censuses[i]?.cycle ?? cycle));
  return BLOCK_CYCLES.every((block) => lengths.filter((length) => length === block).length >= REPEATS);
}

function countsOf(censuses: readonly Census[], heap: string, size: number): Counts {
  const start = censuses[0]?.cycle ?? 0;
  return censuses.map((census) => ({ cycles: census.cycle - start, blocks: blocksIn(census, heap, size) }));
}

function blocksIn({ heaps }: Census, heap: string, size: number): number {
  const counts = heaps.get(heap);
  const index = counts === undefined ? -1 : indexOf(counts.blockBytes, size);
  return index < 0 ? 0 : (counts?.blocks[index] ?? 0);
}

/** The fraction that fits all replicates, or null. */
function commonFraction(replicates: readonly Counts[]): Fraction | null {
  for (const denominator of DENOMINATORS) {
    if (denominator > 1 && replicates.length < FEWEST_FOR_FRACTIONS) return null;
    const numerator = numeratorOf(replicates[0] ?? [], denominator);
    if (numerator === null) continue;
    const perCycle = { numerator, denominator };
    if (replicates.every((counts) => fits(counts, perCycle))) return perCycle;
  }
  return null;
}

/** What the whole rise comes to per so many cycles, if it is a whole number of blocks. */
function numeratorOf(counts: Counts, denominator: number): number | null {
  const last = counts.at(-1);
  const rise = (last?.blocks ?? 0) - (counts[0]?.blocks ?? 0);
  const numerator = (rise * denominator) / (last?.cycles ?? Number.NaN);
  return Number.isInteger(numerator) && numerator > 0 ? numerator : null;
}

/**
 * Whether a number of blocks rises as one that grows by a fraction with every cycle, and is whole: a block in
 * every third cycle comes in any of the three, but in the same one to the end.
 */
function fits(counts: Counts, { numerator, denominator }: Fraction): boolean {
  const start = counts[0]?.blocks ?? 0;
  return Array.from({ length: denominator }, (_, phase) => phase).some((phase) =>
    counts.every(
      ({ cycles, blocks }) => blocks - start === Math.floor((numerator * cycles + phase) / denominator),
    ),
  );
}

function leftBehind(heap: string, blockBytes: number, { numerator, denominator }: Fraction): LeftBehind {
  const blocks = `+${countText(numerator, 'blocks')} of ${countText(blockBytes, 'bytes')}`;
  const logons = denominator === 1 ? 'per logon' : `every ${numberText(denominator)} logons`;
  return {
    heap,
    blockBytes,
    blocksPerCycle: numerator / denominator,
    sentence: `${blocks} ${logons} in ${heapText(heap)}`,
  };
}

/** Names of groups of heaps go after `heaps`; other heaps have names of their own. */
function heapText(heap: string): string {
  if (heap === SEEN_WHILE_CYCLES_RAN) return `heaps ${heap}`;
  return /^(first seen|made before) /.test(heap) ? `the heap ${heap}` : `the ${heap}`;
}

/** Where a value stands in an ascending column, or -1. */
function indexOf(ascending: Float64Array, value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? Number.NaN) < value) low = middle + 1;
    else high = middle;
  }
  return ascending[low] === value ? low : -1;
}
