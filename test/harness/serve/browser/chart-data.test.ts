import { test } from 'tap';
import { columnsOf, levelsAt, spanAround, withPoints } from '../../../../harness/serve/browser/chart-data.ts';
import type { LiveChart, LiveSeries } from '../../../../harness/serve/live/message.ts';

const series = (replicate: string, arm: 'off' | 'on', cycles: number[], growth: number[]): LiveSeries => ({
  replicate,
  arm,
  cycles,
  growth,
});

const OFF_1 = series('off-1', 'off', [0, 1, 3], [0, 10, 30]);
const OFF_2 = series('off-2', 'off', [0, 2], [0, 40]);
const ON = series('on-1', 'on', [], []);

test('series with cycles of their own stand on one axis', async (t) => {
  t.same(columnsOf([OFF_1, OFF_2, ON]), {
    cycles: [0, 1, 2, 3],
    growth: [
      [0, 10, null, 30],
      [0, null, 40, null],
      [null, null, null, null],
    ],
  });
});

test('points go to the line of their resource and replicate', async (t) => {
  const chart: LiveChart = { resource: 'heaps', label: 'heaps', unit: 'count', series: [OFF_1, OFF_2] };
  const more = { replicate: 'off-2', arm: 'off', cycles: [4], growth: [80] } as const;
  t.same(withPoints(chart, [{ resource: 'heaps', ...more }]).series, [
    OFF_1,
    { ...OFF_2, cycles: [0, 2, 4], growth: [0, 40, 80] },
  ]);
  t.equal(withPoints(chart, [{ resource: 'handles', ...more }]), chart);
});

test('what each arm has come to is told at a cycle and at the end', async (t) => {
  t.same(levelsAt([OFF_1, OFF_2, ON], 2), [{ arm: 'off', low: 10, high: 40, replicates: 2 }]);
  t.same(levelsAt([OFF_1, OFF_2, ON], null), [{ arm: 'off', low: 30, high: 40, replicates: 2 }]);
  t.same(levelsAt([ON], null), []);
});

test('a line that stands still lies in the middle of its axis, and any other as it falls', async (t) => {
  t.same(spanAround(0, 0), [-1, 1]);
  t.equal(spanAround(0, 5), null);
});
