import { test } from 'tap';
import { incompleteGamma, logGamma } from '../../../../harness/analyse/statistics/gamma.ts';
import { normalCdf, normalQuantile } from '../../../../harness/analyse/statistics/normal.ts';
import { studentTCdf, studentTQuantile } from '../../../../harness/analyse/statistics/student-t.ts';
import fc from '../../../support/seeded-properties.ts';
import { oracle, relativeError } from '../oracles.ts';

const EXACT = 1e-10;

test('t quantiles agree with 40-digit arithmetic to 1e-10, fractional degrees of freedom included', async (t) => {
  // Three probabilities are fractions, 1 - 0.025/k for k = 6, 7 and 9, and stand rounded in the file.
  const exact = [6, 7, 9].map((k) => 1 - 0.025 / k);
  for (const [rounded = 0, df = 0, quantile = 0] of oracle('quantiles').table('t')) {
    const p = exact.find((each) => Math.abs(each - rounded) < 1e-9) ?? rounded;
    t.ok(relativeError(studentTQuantile(p, df), quantile) < EXACT, `p ${p}, ${df} degrees of freedom`);
  }
});

test('normal quantiles agree with 40-digit arithmetic to 1e-10', async (t) => {
  const exact = 1 - 0.025 / 6;
  for (const [rounded = 0, quantile = 0] of oracle('quantiles').table('norm')) {
    const p = Math.abs(rounded - exact) < 1e-9 ? exact : rounded;
    t.ok(relativeError(normalQuantile(p), quantile) < EXACT, `p ${p}`);
  }
});

test('chi-squared probabilities of published quantiles come out of the incomplete gamma function', async (t) => {
  for (const [p = 0, df = 0, quantile = 0] of oracle('quantiles').table('chi2')) {
    t.ok(
      relativeError(incompleteGamma(df / 2, quantile / 2).lower, p) < EXACT,
      `p ${p}, ${df} degrees of freedom`,
    );
  }
});

test('t with 1 and 2 degrees of freedom has the closed forms of Cauchy and of p(2p-1)', async (t) => {
  for (const p of [0.501, 0.6, 0.9, 0.999, 1 - 1e-9]) {
    t.ok(relativeError(studentTQuantile(p, 1), Math.tan(Math.PI * (p - 0.5))) < 1e-6);
    t.ok(relativeError(studentTQuantile(p, 2), (2 * p - 1) / Math.sqrt(2 * p * (1 - p))) < EXACT);
  }
});

test('a quantile is where its distribution reaches the probability', async () => {
  const probability = fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true });
  const freedom = fc.double({ min: 0.5, max: 500, noNaN: true });
  fc.assert(
    fc.property(probability, freedom, (p, df) => {
      const back = studentTCdf(studentTQuantile(p, df), df);
      return Math.abs(back - p) < 1e-12;
    }),
    { seed: 11, numRuns: 300 },
  );
  fc.assert(
    fc.property(probability, (p) => Math.abs(normalCdf(normalQuantile(p)) - p) < 1e-14),
    { seed: 12, numRuns: 300 },
  );
});

test('distributions are symmetric about zero', async (t) => {
  for (const x of [0.1, 1, 4.6]) {
    t.ok(Math.abs(normalCdf(x) + normalCdf(-x) - 1) < 1e-15);
    t.ok(Math.abs(studentTCdf(x, 4.6) + studentTCdf(-x, 4.6) - 1) < 1e-15);
  }
  t.equal(normalQuantile(0.5), 0);
  t.equal(studentTQuantile(0.5, 3), 0);
});

test('the gamma function of whole and half numbers is the factorial', async (t) => {
  let logFactorial = 0;
  for (let n = 1; n < 150; n += 1) {
    t.ok(Math.abs(logGamma(n) - logFactorial) <= 1e-13 * Math.max(1, logFactorial), `gamma(${n})`);
    logFactorial += Math.log(n);
  }
  t.ok(relativeError(Math.exp(logGamma(0.5)), Math.sqrt(Math.PI)) < 1e-14);
  t.ok(relativeError(Math.exp(logGamma(0.25)), 3.625609908221908) < 1e-13, 'below one half by reflection');
});
