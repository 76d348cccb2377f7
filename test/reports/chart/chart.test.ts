import { test } from 'tap';
import { chartOf } from '../../../reports/chart/chart.ts';
import { fittedGrowth } from '../../../reports/chart/geometry.ts';
import { armResult, makeResult, rate, resourceResult, seriesOf, seriesOfRun } from '../fixtures.ts';

const heapBytes = seriesOfRun().get('heapBytes') ?? [];

test('every replicate starts at zero, whatever its process weighed before', async (t) => {
  const chart = chartOf('heapBytes', heapBytes, makeResult());
  t.equal(chart?.lines.length, 12);
  t.same(new Set(chart?.lines.map((line) => line.points[0]?.y)), new Set([0]));
  t.ok(new Set(heapBytes.map((series) => series.values[0])).size > 1, 'although the readings differ');
});

test('the self-test’s planted leak is in no chart', async (t) => {
  const planted = seriesOf('heapBytes', 'planted', 1, 4);
  t.same(
    chartOf('heapBytes', [...heapBytes, planted], makeResult()),
    chartOf('heapBytes', heapBytes, makeResult()),
  );
});

test('the growth axis is in the unit that suits the largest growth, at round numbers', async (t) => {
  const chart = chartOf('heapBytes', heapBytes, makeResult());
  t.equal(chart?.growthScale.name, 'MiB');
  t.same(chart?.growthTicks.values, [0, 1, 2, 3, 4]);
});

test('the cycle axis ends with the samples', async (t) => {
  t.same(chartOf('heapBytes', heapBytes, makeResult())?.cycles, { low: 0, high: 960 });
});

test('a single step is no mountain: the axis shows some of the smallest steps', async (t) => {
  const step = { ...seriesOf('privateBytes', 'off', 1, 2), values: Float64Array.from([8192, 12_288]) };
  t.same(
    chartOf('privateBytes', [step], makeResult())?.growthTicks.values,
    [0, 5, 10, 15, 20],
    'in KiB: five pages',
  );
});

test('what does not move runs through the middle, with the same room above and below', async (t) => {
  const chart = chartOf('threads', seriesOfRun().get('threads') ?? [], makeResult());
  t.same(chart?.growthTicks.values, [-3, -2, -1, 0, 1, 2, 3]);
});

test('warm-up ends where the first window begins', async (t) => {
  t.equal(chartOf('heapBytes', heapBytes, makeResult())?.warmUpToCycle, 240);
  t.equal(chartOf('heapBytes', heapBytes, makeResult({ arms: [] }))?.warmUpToCycle, 0, 'no rate, no warm-up');
});

test('the fitted line lies on the samples of its window', async (t) => {
  const chart = chartOf('heapBytes', heapBytes, makeResult());
  const fit = chart?.fits.find((each) => each.arm === 'off');
  const off = chart?.lines.find((line) => line.replicate === 'off-1');
  const sampled = off?.points.find((point) => point.x === 600)?.y ?? Number.NaN;
  t.ok(fit !== undefined && Math.abs(fittedGrowth(fit, fit.slope.estimate, 600) - sampled) < 1000);
});

test('the instrument, subtracted from the rates, is in the fitted lines again', async (t) => {
  const drifting = armResult('control', {
    resources: { heapBytes: resourceResult('heapBytes', rate(10, 1)) },
  });
  const arms = [
    armResult('off', { resources: { heapBytes: resourceResult('heapBytes', rate(4096, 2)) } }),
    drifting,
  ];
  const fits = chartOf('heapBytes', heapBytes, makeResult({ arms }))?.fits;
  t.same(fits?.find((fit) => fit.arm === 'off')?.slope, { estimate: 4106, low: 4104, high: 4108 });
  t.same(fits?.find((fit) => fit.arm === 'control')?.slope, { estimate: 10, low: 9, high: 11 });
});

test('an arm without a rate has lines but no fit', async (t) => {
  const arms = [armResult('off', { resources: { heapBytes: resourceResult('heapBytes', null) } })];
  const chart = chartOf('heapBytes', heapBytes, makeResult({ arms }));
  t.same(chart?.fits, []);
  t.equal(chart?.lines.length, 12);
});

test('a replicate needs two samples to be drawn', async (t) => {
  t.equal(chartOf('heapBytes', [seriesOf('heapBytes', 'off', 1, 1)], makeResult()), null);
  t.equal(chartOf('heapBytes', [seriesOf('heapBytes', 'off', 1, 2)], makeResult())?.lines.length, 1);
  t.equal(chartOf('heapBytes', [], makeResult()), null);
});
