import { test } from 'tap';
import { HeapNames } from '../../../harness/sample/heap-names.ts';
import fc from '../../support/seeded-properties.ts';

const heap = (handle: number) => ({
  handle,
  busyBytes: 10,
  busyBlocks: 1,
  committedBytes: 4096,
  busyBlocksBySize: null,
});
const heaps = (...handles: number[]) => handles.map(heap);

test('a heap keeps the first name it was given', async (t) => {
  const names = new HeapNames();
  names.name([1], 'process heap');
  names.name([1, 2], 'made before MAPI was loaded');
  t.same(names.group(heaps(1, 2), 0), [
    { name: 'process heap', heaps: 1, busyBytes: 10, busyBlocks: 1, committedBytes: 4096 },
    { name: 'made before MAPI was loaded', heaps: 1, busyBytes: 10, busyBlocks: 1, committedBytes: 4096 },
  ]);
});

test('heaps of a leak are named by the cycles in which they were first seen', async (t) => {
  const names = new HeapNames();
  names.name([1], 'process heap');
  names.group(heaps(1), 0);
  names.group(heaps(1, 2, 3), 50);
  t.same(
    names.group(heaps(1, 2, 3, 4), 100).map(({ name, heaps: count }) => [name, count]),
    [
      ['process heap', 1],
      ['first seen in cycles 1 to 50', 2],
      ['first seen in cycles 51 to 100', 1],
    ],
  );
});

test('a handle that was gone in between is a new heap', async (t) => {
  const names = new HeapNames();
  names.name([1], 'process heap');
  names.group(heaps(1, 2), 10);
  names.group(heaps(1), 20);
  t.equal(names.group(heaps(1, 2), 30).at(-1)?.name, 'first seen in cycles 11 to 30');
});

test('however many looks there are, groups stay few, count every heap once, and follow one another', async () => {
  fc.assert(
    fc.property(fc.array(fc.nat(3), { maxLength: 200 }), (newHeaps) => {
      const names = new HeapNames();
      const handles: number[] = [];
      let groups = names.group([], 0);
      newHeaps.forEach((count, i) => {
        for (let k = 0; k < count; k++) handles.push(handles.length + 1);
        groups = names.group(heaps(...handles), 10 * (i + 1));
      });
      const ranges = groups.map(
        ({ name }) => /cycles (\d+) to (\d+)$/.exec(name)?.slice(1).map(Number) ?? [],
      );
      return (
        groups.length <= 25 &&
        groups.reduce((sum, group) => sum + group.heaps, 0) === handles.length &&
        ranges.every(([from = 0], i) => from > (ranges[i - 1]?.[1] ?? 0))
      );
    }),
  );
});
