import { test } from 'tap';
import { leftBehindOf } from '../../../../harness/analyse/kinds/left-behind.ts';
import type { LeftBehind } from '../../../../harness/contract/result.ts';
import { type CensusEntry, SEEN_WHILE_CYCLES_RAN } from '../../../../harness/contract/sample.ts';
import { type Noise, noiseOf } from '../../../support/noise.ts';
import fc from '../../../support/seeded-properties.ts';
import { type ExplainedShape, explainedCollector } from './explained-run.ts';

const HEAP = 'first seen at MAPIInitialize';
const entry = (blockBytes: number, blocks: number, heap = HEAP): CensusEntry[] =>
  blocks > 0 ? [{ heap, blockBytes, blocks }] : [];
const leftIn = (census: ExplainedShape['census'], shape: ExplainedShape = {}): LeftBehind[] =>
  leftBehindOf(explainedCollector({ ...shape, ...(census ? { census } : {}) }).finish().explained);

test('blocks that every logon leaves behind are named, with their heaps', async (t) => {
  const left = leftIn(({ logons }, replicate) => [
    ...entry(512, 90 + 3 * logons),
    ...entry(2048, 2 * logons, SEEN_WHILE_CYCLES_RAN),
    ...entry(64, 17 * replicate),
    ...entry(1, 5 + logons, 'process heap'),
  ]);
  t.strictSame(
    left.map(({ sentence }) => sentence),
    [
      '+2 blocks of 2,048 bytes per logon in heaps first seen while cycles ran',
      '+3 blocks of 512 bytes per logon in the heap first seen at MAPIInitialize',
      '+1 block of 1 byte per logon in the process heap',
    ],
  );
  t.match(left[0], { heap: SEEN_WHILE_CYCLES_RAN, blockBytes: 2048, blocksPerCycle: 2 });
});

test('exactly the planted blocks are found among others that do not grow, or shrink', async () => {
  const planted = fc.uniqueArray(
    fc.record({ size: fc.integer({ min: 0, max: 70_000 }), k: fc.integer({ min: 1, max: 9 }) }),
    {
      selector: ({ size }) => size,
      maxLength: 6,
    },
  );
  fc.assert(
    fc.property(
      planted,
      fc.integer({ min: 0, max: 1e6 }),
      fc.integer({ min: 2, max: 5 }),
      (kinds, seed, replicates) => {
        const noise = noiseOf(seed);
        const others = Array.from({ length: 40 }, (_, i) => 80_000 + i);
        const left = leftIn(
          ({ logons }) => [
            ...kinds.flatMap(({ size, k }) => entry(size, k * logons)),
            ...others.flatMap((size) => entry(size, 1 + noise.below(200))),
            ...entry(90_000, 600 - logons),
            ...entry(90_001, 4),
          ],
          { replicates },
        );
        const found = new Map(left.map(({ blockBytes, blocksPerCycle }) => [blockBytes, blocksPerCycle]));
        return found.size === kinds.length && kinds.every(({ size, k }) => found.get(size) === k);
      },
    ),
    { seed: 7, numRuns: 60 },
  );
});

/** Counts that rise by chance, on average by a rate per cycle; asked for at rising numbers of logons. */
function rising(noise: Noise, perCycle: number): (logons: number) => number {
  let done = 0;
  let blocks = 0;
  return (logons) => {
    for (; done < logons; done += 1)
      blocks += Math.floor(perCycle) + (noise.uniform() < perCycle % 1 ? 1 : 0);
    return blocks;
  };
}

test('a number of blocks that rises by chance is not named, whatever it rises by on average', async (t) => {
  let named = 0;
  for (let seed = 0; seed < 300; seed += 1) {
    const noise = noiseOf(seed);
    // Nearly a whole number in nearly every cycle is nearly a leak.
    const perCycle = seed % 3 === 0 ? 1 / 2 : noise.below(3) + 0.1 + 0.8 * noise.uniform();
    const counts = [1, 2, 3, 4].map(() => rising(noise, perCycle));
    named += leftIn(({ logons }, replicate) => entry(512, counts[replicate - 1]?.(logons) ?? 0)).length;
  }
  t.equal(named, 0);
});

test('a block every second or third logon is named if three replicates agree', async (t) => {
  const left = (replicates: number) =>
    leftIn(
      ({ logons }, replicate) => [
        ...entry(512, Math.floor((logons + replicate) / 2)),
        ...entry(64, Math.floor((2 * logons + replicate) / 3)),
        ...entry(32, Math.floor((logons + replicate) / 4)),
      ],
      { replicates },
    ).map(({ sentence }) => sentence);
  t.strictSame(left(4), [
    '+1 block of 512 bytes every 2 logons in the heap first seen at MAPIInitialize',
    '+2 blocks of 64 bytes every 3 logons in the heap first seen at MAPIInitialize',
  ]);
  t.strictSame(left(2), []);
});

test('a cache that frees what it no longer needs leaves nothing behind', async (t) => {
  for (const capacity of [5, 8, 10, 13, 30]) {
    const sawtooth = leftIn(({ logons }) => entry(512, 100 + (logons % capacity)));
    const full = leftIn(({ logons }) => entry(512, Math.min(logons, 400 + capacity)));
    t.strictSame([...sawtooth, ...full], [], `${capacity} entries`);
  }
});

test('one replicate that disagrees, or has no whole census, is enough to name nothing', async (t) => {
  const slower = leftIn(({ logons }, replicate) => entry(512, (replicate === 3 ? 2 : 3) * logons));
  t.strictSame(slower, []);
  const growing: ExplainedShape['census'] = ({ logons }) => entry(512, 3 * logons);
  const { explained } = explainedCollector({ census: growing }).finish();
  t.equal(leftBehindOf(explained).length, 1);
  t.strictSame(leftBehindOf(explained.map((each) => ({ ...each, censuses: each.censuses.slice(1) }))), []);
  t.strictSame(leftBehindOf([]), []);
  t.strictSame(leftIn(undefined), []);
});
