import { test } from 'tap';
import type { ChartData } from '../../../reports/chart/chart-data.ts';
import { lineFrom } from '../../../reports/page-script/lines.ts';
import {
  growthShown,
  isWhole,
  showing,
  wholeView,
  withCycles,
  zoomed,
} from '../../../reports/page-script/view.ts';
import fc from '../../support/seeded-properties.ts';

const data: ChartData = {
  resource: 'heaps',
  label: 'heaps',
  unit: 'count',
  grain: 1,
  arms: ['off', 'on'],
  lines: [
    ['off-1', 'off', [0, 500, 500], [0, 500, 500]],
    ['on-1', 'on', [0, 500, 500], [0, 0, 0]],
  ],
  fits: [],
  warmUpToCycle: 0,
  cycles: { low: 0, high: 1000 },
};
const lines = data.lines.map(lineFrom);
const whole = wholeView(data, false);

test('whatever is asked for, what is looked at lies in the run and is at least a cycle wide', async (t) => {
  const cycle = fc.double({ min: -1e9, max: 1e9, noNaN: true });
  fc.assert(
    fc.property(cycle, cycle, cycle, fc.constantFrom(0.5, 2), (low, high, centre, factor) => {
      const chosen = withCycles(data, whole, { low: Math.min(low, high), high: Math.max(low, high) });
      const views = [chosen, zoomed(data, chosen, factor, centre), showing(data, chosen, 500)];
      return views.every(
        ({ cycles }) => cycles.low >= 0 && cycles.high <= 1000 && cycles.high - cycles.low > 0.999,
      );
    }),
  );
  t.pass('for any drag and any zoom');
});

test('zooming in and out again comes back to the whole run', async (t) => {
  const close = zoomed(data, zoomed(data, whole, 0.5, 100), 0.5, 100);
  t.notOk(isWhole(data, close));
  t.ok(close.cycles.low <= 100 && close.cycles.high >= 100);
  t.ok(
    isWhole(
      data,
      [1, 2, 3].reduce((view) => zoomed(data, view, 2, 900), close),
    ),
  );
});

test('the growth axis shows what is visible: all from zero, or what is between the cycles', async (t) => {
  const nobody = new Set<never>();
  const all = growthShown(data, lines, nobody, whole);
  t.equal(all.low, 0);
  t.ok(all.high >= 1000 && all.high < 1100);
  const late = withCycles(data, whole, { low: 900, high: 1000 });
  t.ok(growthShown(data, lines, new Set(['on'] as const), late).low > 850);
  const still = growthShown(data, lines, new Set(['off'] as const), whole);
  t.equal(still.low, -still.high, 'what does not move is in the middle');
  t.same(growthShown(data, lines, nobody, { ...late, growth: { low: 1, high: 2 } }), { low: 1, high: 2 });
});

test('a run with all samples at one cycle has an axis', async (t) => {
  t.same(wholeView({ ...data, cycles: { low: 7, high: 7 } }, false).cycles, { low: 7, high: 8 });
});
