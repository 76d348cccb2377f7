import { test } from 'tap';
import { foldedCensus, MOST_SIZES } from '../../../harness/sample/census.ts';
import { HeapNames } from '../../../harness/sample/heap-names.ts';
import fc from '../../support/seeded-properties.ts';

const heap = (handle: number, sizes: Readonly<Record<number, number>>) => ({
  handle,
  busyBytes: 0,
  busyBlocks: 0,
  committedBytes: 0,
  busyBlocksBySize: new Map(Object.entries(sizes).map(([size, blocks]) => [Number(size), blocks])),
});

test('a census adds up heaps of one name, by size, and keeps names apart', async (t) => {
  const names = new HeapNames();
  names.name([1, 2], 'first seen when MAPI was loaded');
  const contents = [heap(1, { 512: 3, 24: 1 }), heap(2, { 512: 2 }), heap(3, { 512: 1 })];
  names.group(contents, 0);
  t.same(names.census(contents), [
    { heap: 'first seen when MAPI was loaded', blockBytes: 24, blocks: 1 },
    { heap: 'first seen when MAPI was loaded', blockBytes: 512, blocks: 5 },
    { heap: 'first seen before cycle 1', blockBytes: 512, blocks: 1 },
  ]);
});

test('heaps that come while cycles run have one name in every census, whatever their groups are called', async () => {
  fc.assert(
    fc.property(fc.array(fc.nat(3), { maxLength: 80 }), (newHeaps) => {
      const names = new HeapNames();
      const contents = [heap(1, { 8: 1 })];
      names.group(contents, 0);
      return newHeaps.every((count, i) => {
        for (let k = 0; k < count; k++) contents.push(heap(contents.length + 1, { 512: 3 }));
        names.group(contents, 10 * (i + 1));
        const came = contents.length - 1;
        const entries = names.census(contents).filter(({ blockBytes }) => blockBytes === 512);
        return came === 0
          ? entries.length === 0
          : entries.length === 1 &&
              entries[0]?.heap === 'first seen while cycles ran' &&
              entries[0].blocks === 3 * came;
      });
    }),
  );
});

const anyCounts = fc
  .tuple(fc.integer({ min: 0, max: 2 * MOST_SIZES }), fc.integer({ min: 1, max: 50 }), fc.nat())
  .map(
    ([sizes, mostBlocks, seed]) =>
      new Map(Array.from({ length: sizes }, (_, i) => [7 * i, 1 + ((seed + i * i) % mostBlocks)])),
  );

test('a census that is too long loses its rarest sizes, the largest of them first', async () => {
  fc.assert(
    fc.property(anyCounts, (counts) => {
      const kept = foldedCensus('h', counts);
      const left = new Map(counts);
      for (const { blockBytes } of kept) left.delete(blockBytes);
      const fewest = Math.min(...kept.map(({ blocks }) => blocks));
      const lastOfFewest = Math.max(
        ...kept.filter(({ blocks }) => blocks === fewest).map(({ blockBytes }) => blockBytes),
      );
      return (
        kept.length === Math.min(counts.size, MOST_SIZES) &&
        kept.every(({ blockBytes, blocks }) => counts.get(blockBytes) === blocks) &&
        kept.every(({ blockBytes }, i) => blockBytes > (kept[i - 1]?.blockBytes ?? -1)) &&
        [...left].every(([size, blocks]) => blocks < fewest || (blocks === fewest && size > lastOfFewest))
      );
    }),
  );
});

test('the order in which sizes were met does not matter', async () => {
  fc.assert(
    fc.property(anyCounts, (counts) => {
      const backwards = new Map([...counts].reverse());
      return JSON.stringify(foldedCensus('h', counts)) === JSON.stringify(foldedCensus('h', backwards));
    }),
  );
});
