import { test } from 'tap';
import {
  countText,
  limitText,
  listText,
  numberText,
  rateText,
  roundedUp,
} from '../../../harness/analyse/words.ts';
import fc from '../../support/seeded-properties.ts';

const rate = (estimate: number, low: number, high: number) => ({ estimate, low, high, confidence: 0.95 });

test('a rate shows as many decimals as its error has', async (t) => {
  t.equal(rateText(rate(4096.003, 4095.95, 4096.06), 'bytes'), '4,096 bytes [4,095.95, 4,096.06]');
  t.equal(rateText(rate(1023.7, 930.2, 1117.2), 'bytes'), '1,024 bytes [930, 1,117]');
  t.equal(rateText(rate(-0.0001, -0.3, 0.3), 'bytes'), '0 bytes [-0.3, 0.3]');
  t.equal(rateText(rate(1, 0.9994, 1.0006), 'heaps'), '1 heap [0.9994, 1.0006]');
});

test('a limit is rounded up, never down', async (t) => {
  t.equal(limitText(0.0211, 'bytes'), '0.022 bytes');
  t.equal(limitText(0.022, 'bytes'), '0.022 bytes', 'what has two digits stays');
  t.equal(limitText(341.2, 'bytes'), '350 bytes');
  t.equal(limitText(0.96, 'heaps'), '0.96 heaps');
  t.equal(limitText(0, 'bytes'), '0 bytes');
  fc.assert(
    fc.property(fc.double({ min: 1e-6, max: 1e9, noNaN: true }), (limit) => {
      const rounded = roundedUp(limit);
      return rounded >= limit * (1 - 1e-8) && rounded <= limit * 1.1 + 1e-12;
    }),
    { seed: 41 },
  );
});

test('numbers are grouped, lists joined and one is singular', async (t) => {
  t.equal(numberText(1234567.891, 1), '1,234,567.9');
  t.equal(numberText(-0.2), '0');
  t.equal(listText(['a', 'b', 'c']), 'a, b and c');
  t.equal(listText(['a']), 'a');
  t.equal(countText(1, 'cycles'), '1 cycle');
  t.equal(countText(1200, 'cycles'), '1,200 cycles');
});
