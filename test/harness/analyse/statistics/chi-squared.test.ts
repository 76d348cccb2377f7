import { test } from 'tap';
import { chiSquaredQuantile, chiSquaredTails } from '../../../../harness/analyse/statistics/chi-squared.ts';
import { normalCdf } from '../../../../harness/analyse/statistics/normal.ts';
import { poissonInterval } from '../../../../harness/analyse/statistics/poisson.ts';
import fc from '../../../support/seeded-properties.ts';
import { oracle, relativeError } from '../oracles.ts';

const EXACT = 1e-10;

test('chi-squared quantiles and probabilities agree with 40-digit arithmetic to 1e-10', async (t) => {
  for (const [p = 0, df = 0, quantile = 0] of oracle('quantiles').table('chi2')) {
    t.ok(relativeError(chiSquaredQuantile(p, df), quantile) < EXACT, `quantile: p ${p}, ${df}`);
    t.ok(relativeError(chiSquaredTails(quantile, df).lower, p) < EXACT, `probability: p ${p}, ${df}`);
  }
});

test('chi-squared with 1 degree of freedom is the square of a normal, with 2 an exponential', async (t) => {
  for (const x of [1e-6, 0.1, 1, 3.84, 30]) {
    t.ok(relativeError(chiSquaredTails(x, 1).upper, 2 * normalCdf(-Math.sqrt(x))) < 1e-13);
    t.ok(relativeError(chiSquaredTails(x, 2).upper, Math.exp(-x / 2)) < 1e-13);
  }
  for (const p of [1e-12, 0.01, 0.5, 0.99, 1 - 1e-9]) {
    t.ok(relativeError(chiSquaredQuantile(p, 2), -2 * Math.log1p(-p)) < EXACT, `p ${p}`);
  }
});

test('a chi-squared quantile is where the distribution reaches the probability', async () => {
  fc.assert(
    fc.property(
      fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true }),
      fc.double({ min: 0.5, max: 2000, noNaN: true }),
      (p, df) => Math.abs(chiSquaredTails(chiSquaredQuantile(p, df), df).lower - p) < 1e-11,
    ),
    { seed: 51, numRuns: 300 },
  );
});

test('chi-squared quantiles rise with the probability and with the degrees of freedom', async () => {
  const probability = fc.integer({ min: 1, max: 998 });
  fc.assert(
    fc.property(probability, fc.integer({ min: 1, max: 300 }), (thousandths, df) => {
      const here = chiSquaredQuantile(thousandths / 1000, df);
      return (
        chiSquaredQuantile((thousandths + 1) / 1000, df) > here &&
        chiSquaredQuantile(thousandths / 1000, df + 1) > here
      );
    }),
    { seed: 52 },
  );
});

test("a Poisson count has Garwood's interval", async (t) => {
  for (const events of [0, 1, 3, 6, 10, 100]) {
    const [low = 0, high = 0] = oracle('Garwood').numbers(String(events));
    const interval = poissonInterval(events, 0.95);
    t.ok(relativeError(interval.high, high) < EXACT, `${events} events: high`);
    if (events === 0) t.equal(interval.low, 0);
    else t.ok(relativeError(interval.low, low) < EXACT, `${events} events: low`);
  }
});

test('at either bound of the interval a count as far off has half the error', async () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 500, max: 999 }),
      (events, thousandths) => {
        const tail = (1 - thousandths / 1000) / 2;
        const { low, high } = poissonInterval(events, thousandths / 1000);
        return (
          Math.abs(1 - atMost(events - 1, low) - tail) < 1e-11 &&
          Math.abs(atMost(events, high) - tail) < 1e-11
        );
      },
    ),
    { seed: 53 },
  );
});

/** P(N <= k) of a Poisson count, added up term by term. */
function atMost(k: number, mean: number): number {
  let term = Math.exp(-mean);
  let total = term;
  for (let i = 1; i <= k; i += 1) {
    term *= mean / i;
    total += term;
  }
  return total;
}
