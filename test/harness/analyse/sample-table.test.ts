import { test } from 'tap';
import { createSampleTable } from '../../../harness/analyse/sample-table.ts';
import type { TimedPoints } from '../../../harness/analyse/statistics/points.ts';
import { RESOURCE_NAMES, type Readings } from '../../../harness/contract/resources.ts';
import fc from '../../support/seeded-properties.ts';

const plain = ({ x, y, elapsedMs }: TimedPoints) => [...x].map((cycle, i) => [cycle, elapsedMs[i], y[i]]);

const row = fc.record(
  { heaps: fc.integer(), heapBytes: fc.integer(), handles: fc.integer() },
  { requiredKeys: [] },
);
const timed = (rows: readonly Readings[]) =>
  rows.map((readings, i) => ({ time: { cycle: 3 * i, elapsedMs: 7 * i }, readings }));

test('every resource keeps exactly the samples that read it, with their times', async () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 300 }), (rows) => {
      const table = createSampleTable();
      for (const { time, readings } of timed(rows)) table.add(time, readings);
      const points = table.finish();
      for (const resource of RESOURCE_NAMES) {
        const expected = timed(rows).flatMap(({ time: { cycle, elapsedMs }, readings }) => {
          const reading = readings[resource];
          return reading === undefined ? [] : [[cycle, elapsedMs, reading]];
        });
        const found = points.get(resource);
        if (JSON.stringify(found === undefined ? [] : plain(found)) !== JSON.stringify(expected))
          return false;
      }
      return true;
    }),
    { seed: 3 },
  );
});

test('what was handed out stays as it was while samples are added', async () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 200 }), (rows) => {
      const table = createSampleTable();
      const before = timed(rows).map(({ time, readings }) => {
        table.add(time, readings);
        const points = table.finish();
        return { points, told: JSON.stringify([...points.values()].map(plain)) };
      });
      return before.every(({ points, told }) => JSON.stringify([...points.values()].map(plain)) === told);
    }),
    { seed: 4, numRuns: 40 },
  );
});

test('resources that every sample reads share one column of cycles', async (t) => {
  const table = createSampleTable();
  for (let cycle = 0; cycle < 500; cycle += 1) {
    table.add(
      { cycle, elapsedMs: cycle },
      { heaps: 1, handles: 2, ...(cycle % 7 === 0 ? { heapBytes: 3 } : {}) },
    );
  }
  for (let look = 0; look < 2; look += 1) {
    const points = table.finish();
    t.equal(points.get('heaps')?.x, points.get('handles')?.x);
    t.equal(points.get('heapBytes')?.x.length, 72);
  }
  t.equal(
    table.finish().get('heaps')?.x.buffer,
    table.finish().get('heaps')?.x.buffer,
    'and looking copies nothing',
  );
});
