import { test } from 'tap';
import type { HeapGroup } from '../../harness/contract/sample.ts';
import { heapGrowthOf, totalOf } from '../../reports/heap-growth.ts';
import fc from '../support/seeded-properties.ts';

const group = (name: string, heaps: number, busyBytes: number): HeapGroup => ({
  name,
  heaps,
  busyBytes,
  busyBlocks: heaps,
  committedBytes: 0,
});
const growthOf = (first: readonly HeapGroup[], last: readonly HeapGroup[]) =>
  heapGrowthOf({
    replicate: 'off-1',
    arm: 'off',
    first: { cycle: 0, groups: first },
    last: { cycle: 100, groups: last },
  });

test('heaps that came while cycles ran are one row, the last, however their cycles are called', async (t) => {
  const rows = growthOf(
    [group('process heap', 1, 100), group('first seen in cycles 1 to 10', 10, 50)],
    [
      group('first seen in cycles 1 to 50', 50, 250),
      group('process heap', 1, 130),
      group('first seen in cycles 51 to 100', 49, 245),
    ],
  );
  t.strictSame(rows, [
    { name: 'process heap', heaps: 1, firstBytes: 100, lastBytes: 130 },
    { name: 'first seen while cycles ran', heaps: 99, firstBytes: 50, lastBytes: 495 },
  ]);
});

test('a heap that is gone shows as a loss, and a name of its own is kept', async (t) => {
  const rows = growthOf(
    [group('first seen before cycle 1', 2, 70), group('first seen at MAPIInitialize', 1, 30)],
    [group('first seen at MAPIInitialize', 1, 30)],
  );
  t.strictSame(rows, [
    { name: 'first seen at MAPIInitialize', heaps: 1, firstBytes: 30, lastBytes: 30 },
    { name: 'first seen before cycle 1', heaps: 0, firstBytes: 70, lastBytes: 0 },
  ]);
});

const groups = fc.array(
  fc
    .tuple(fc.constantFrom('process heap', 'a', 'b', 'first seen in cycles 1 to 9'), fc.nat(99), fc.nat())
    .map(([name, heaps, bytes]) => group(name, heaps, bytes)),
);

test('whatever the names, every heap and every byte of both walks is in the total', async () => {
  fc.assert(
    fc.property(groups, groups, (first, last) => {
      const sum = (of: readonly HeapGroup[], value: (each: HeapGroup) => number): number =>
        of.reduce((total, each) => total + value(each), 0);
      const total = totalOf(growthOf(first, last));
      return (
        total.firstBytes === sum(first, ({ busyBytes }) => busyBytes) &&
        total.lastBytes === sum(last, ({ busyBytes }) => busyBytes) &&
        total.heaps === sum(last, ({ heaps }) => heaps)
      );
    }),
  );
});
