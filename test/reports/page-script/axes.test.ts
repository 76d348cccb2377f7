import { test } from 'tap';
import { cyclesAxis, linearAxis, logarithmicAxis } from '../../../reports/page-script/axes.ts';

test('a linear axis is labelled in the scale that suits what is shown', async (t) => {
  const whole = linearAxis({ low: 0, high: 8.3 * 2 ** 20 }, 'bytes');
  t.same(whole.labels, ['0', '2', '4', '6', '8']);
  t.equal(whole.scaleName, 'MiB');
  t.equal(whole.at[1], 2 * 2 ** 20);
  const close = linearAxis({ low: 4 * 2 ** 20, high: 4.002 * 2 ** 20 }, 'bytes');
  t.equal(new Set(close.labels).size, close.labels.length, 'ticks that are close have decimals enough');
});

test('counts and cycles are whole, however close one looks', async (t) => {
  t.same(linearAxis({ low: 0, high: 1.5 }, 'count').labels, ['0', '1']);
  t.same(cyclesAxis({ low: 99.5, high: 102.2 }, 8).labels, ['100', '101', '102']);
});

test('a logarithmic axis has zero and powers on both sides of it', async (t) => {
  t.same(logarithmicAxis({ low: -70_000, high: 2 ** 24 }, 'bytes', 16).labels, [
    '-64 KiB',
    '-4 KiB',
    '-256 bytes',
    '0',
    '256 bytes',
    '4 KiB',
    '64 KiB',
    '1 MiB',
    '16 MiB',
  ]);
  t.same(logarithmicAxis({ low: 0, high: 2048 }, 'count', 1).labels, ['0', '10', '100', '1,000']);
});

test('a logarithmic axis without room for powers has round numbers', async (t) => {
  t.same(logarithmicAxis({ low: 0, high: 4 }, 'count', 1).labels, ['0', '1', '2', '3', '4']);
  t.ok(logarithmicAxis({ low: 1.2e6, high: 1.3e6 }, 'bytes', 4096).labels.length > 2);
});
