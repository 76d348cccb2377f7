import { type HeapGroup, lastingName, SEEN_WHILE_CYCLES_RAN } from '../harness/contract/sample.ts';
import type { HeapWalks } from '../harness/contract/series.ts';

/** How heaps of one name grew between two walks. */
export interface HeapGrowth {
  readonly name: string;
  /** At the last walk. */
  readonly heaps: number;
  readonly firstBytes: number;
  readonly lastBytes: number;
}

/** A row for each name of either walk, those that came while cycles ran added up in the last one. */
export function heapGrowthOf({ first, last }: HeapWalks): readonly HeapGrowth[] {
  const before = byName(first.groups);
  const after = byName(last.groups);
  const names = [...new Set([...after.keys(), ...before.keys()])];
  return [
    ...names.filter((name) => name !== SEEN_WHILE_CYCLES_RAN),
    ...names.filter((name) => name === SEEN_WHILE_CYCLES_RAN),
  ].map((name) => ({
    name,
    heaps: after.get(name)?.heaps ?? 0,
    firstBytes: before.get(name)?.busyBytes ?? 0,
    lastBytes: after.get(name)?.busyBytes ?? 0,
  }));
}

/** All heaps of a table as one. */
export function totalOf(rows: readonly HeapGrowth[]): HeapGrowth {
  return rows.reduce(
    (sum, row) => ({
      name: sum.name,
      heaps: sum.heaps + row.heaps,
      firstBytes: sum.firstBytes + row.firstBytes,
      lastBytes: sum.lastBytes + row.lastBytes,
    }),
    { name: 'all heaps', heaps: 0, firstBytes: 0, lastBytes: 0 },
  );
}

function byName(groups: readonly HeapGroup[]): ReadonlyMap<string, { heaps: number; busyBytes: number }> {
  const sums = new Map<string, { heaps: number; busyBytes: number }>();
  for (const group of groups) {
    const name = lastingName(group.name);
    const { heaps, busyBytes } = sums.get(name) ?? { heaps: 0, busyBytes: 0 };
    sums.set(name, { heaps: heaps + group.heaps, busyBytes: busyBytes + group.busyBytes });
  }
  return sums;
}
