import { test } from 'tap';
import { quantile } from '../../../../harness/analyse/statistics/robust.ts';
import { median } from '../../../../harness/analyse/statistics/summary.ts';
import fc from '../../../support/seeded-properties.ts';

const values = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 30 });
const percent = fc.integer({ min: 0, max: 99 });

test("quantiles are those of R's type 7", async (t) => {
  const oneToTen = [10, 9, 8, 7, 6, 5, 4, 3, 2, 1];
  t.equal(quantile(oneToTen, 0.25), 3.25);
  t.equal(quantile(oneToTen, 0.5), 5.5);
  t.equal(quantile(oneToTen, 0.9), 9.1);
  t.equal(quantile(oneToTen, 0), 1);
  t.equal(quantile(oneToTen, 1), 10);
  t.ok(Number.isNaN(quantile([], 0.5)));
});

test('quantiles rise with the probability, stay within the values, and have the median between', async () => {
  fc.assert(
    fc.property(values, percent, (ys, p) => {
      const here = quantile(ys, p / 100);
      const next = quantile(ys, (p + 1) / 100);
      return (
        here <= next && here >= Math.min(...ys) && next <= Math.max(...ys) && quantile(ys, 0.5) === median(ys)
      );
    }),
    { seed: 101 },
  );
});

test('quantiles follow level and unit, and are counted from the other end upside down', async () => {
  fc.assert(
    fc.property(values, percent, (ys, p) => {
      const plain = quantile(ys, p / 100);
      const scaled = quantile(
        ys.map((y) => 7 + 4 * y),
        p / 100,
      );
      const turned = quantile(
        ys.map((y) => -y),
        1 - p / 100,
      );
      return Math.abs(scaled - (7 + 4 * plain)) < 1e-9 && Math.abs(turned + plain) < 1e-9;
    }),
    { seed: 102 },
  );
});
