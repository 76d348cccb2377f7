import { test } from 'tap';
import type { RunSeries } from '../../harness/contract/series.ts';
import { stoppedAt } from '../../reports/stopped-at.ts';

const series = (replicate: string, arm: 'off' | 'on', lastCycle: number) => ({
  replicate,
  arm,
  cycles: Float64Array.of(0, lastCycle),
  values: Float64Array.of(0, 0),
});

test('an arm stopped between the first and the last of its replicates', async (t) => {
  const run: RunSeries = new Map([
    ['heapBytes', [series('on-1', 'on', 4096), series('off-1', 'off', 480), series('off-2', 'off', 512)]],
    ['handles', [series('off-1', 'off', 500)]],
  ]);
  t.same(stoppedAt(run), [
    { arm: 'off', fewestCycles: 500, mostCycles: 512 },
    { arm: 'on', fewestCycles: 4096, mostCycles: 4096 },
  ]);
});

test('readings from outside tell nothing of where an arm stopped', async (t) => {
  t.same(stoppedAt(new Map([['workingSetBytes', [series('off-1', 'off', 900)]]])), []);
  t.same(stoppedAt(new Map()), []);
});
