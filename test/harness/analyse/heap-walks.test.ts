import { test } from 'tap';
import { createSeriesCollector } from '../../../harness/analyse/series.ts';
import { sampleSchema, type WalkCoverage } from '../../../harness/contract/sample.ts';
import { sampleAt, WALKED } from './make-run.ts';

const walkWith = (busyBytes: number): WalkCoverage => ({
  covered: 'all',
  heaps: 1,
  busyBlocks: 1,
  walkMs: 1,
  groups: [{ name: 'process heap', heaps: 1, busyBytes, busyBlocks: 1, committedBytes: 4096 }],
});
const NOT_WALKED: WalkCoverage = { covered: 'none', reason: 'budget' };

test('of each replicate the first and the last walk are kept, whatever lies between', async (t) => {
  const collector = createSeriesCollector();
  const add = (replicate: 'off-1' | 'on-1', cycle: number, walk: WalkCoverage): void =>
    collector.add(sampleAt(replicate, replicate === 'off-1' ? 'off' : 'on', cycle, {}, 0, walk));
  add('off-1', 0, NOT_WALKED);
  add('off-1', 10, walkWith(100));
  add('on-1', 0, walkWith(7));
  add('off-1', 20, walkWith(900));
  add('on-1', 30, walkWith(8));
  add('off-1', 30, walkWith(500));
  add('off-1', 40, NOT_WALKED);
  const walks = collector.finish().heapWalks.map(({ replicate, arm, first, last }) => ({
    replicate,
    arm,
    walks: [first, last].map(({ cycle, groups }) => [cycle, groups[0]?.busyBytes]),
  }));
  t.strictSame(walks, [
    {
      replicate: 'off-1',
      arm: 'off',
      walks: [
        [10, 100],
        [30, 500],
      ],
    },
    {
      replicate: 'on-1',
      arm: 'on',
      walks: [
        [0, 7],
        [30, 8],
      ],
    },
  ]);
});

test('a replicate that was walked after one number of cycles only has no growth by heap', async (t) => {
  const collector = createSeriesCollector();
  collector.add(sampleAt('off-1', 'off', 0, {}, 0, walkWith(100)));
  collector.add(sampleAt('off-1', 'off', 0, {}, 0, walkWith(200)));
  collector.add(sampleAt('off-1', 'off', 10, {}, 0, NOT_WALKED));
  t.strictSame(collector.finish().heapWalks, []);
});

test('rows without groups are read, and tell nothing by heap', async (t) => {
  const collector = createSeriesCollector();
  for (const cycle of [0, 10]) {
    const row = JSON.parse(JSON.stringify(sampleAt('off-1', 'off', cycle, { heapBytes: 5 }, 0, WALKED)));
    delete row.walk.groups;
    const sample = sampleSchema.parse(row);
    t.match(sample, { walk: { covered: 'all', groups: [] } });
    collector.add(sample);
  }
  const { heapWalks, series } = collector.finish();
  t.strictSame(heapWalks, []);
  t.strictSame([...(series.get('heapBytes')?.[0]?.values ?? [])], [5, 5]);
});
