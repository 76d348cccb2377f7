import { test } from 'tap';
import { fiellerInterval } from '../../../../harness/analyse/statistics/fieller.ts';
import fc from '../../../support/seeded-properties.ts';
import { relativeError } from '../oracles.ts';

const mean = fc.integer({ min: -1000, max: 1000 });
const error = fc.integer({ min: 0, max: 300 });
const part = fc.record({ mean, standardError: error });
const quantile = fc.double({ min: 0.5, max: 6, noNaN: true });

test('the bounds of a ratio are where the difference a - r·b is just told from zero', async () => {
  fc.assert(
    fc.property(part, part, quantile, (a, b, t) => {
      const interval = fiellerInterval(a, b, t);
      if (interval.kind === 'unbounded') return (t * b.standardError) ** 2 >= b.mean ** 2;
      return [interval.low, interval.high].every((ratio) => {
        const distance = (a.mean - ratio * b.mean) ** 2;
        const reach = t ** 2 * (a.standardError ** 2 + ratio ** 2 * b.standardError ** 2);
        // In units of the terms that are subtracted, which cancel near zero.
        return Math.abs(distance - reach) <= 1e-9 * (1 + a.mean ** 2 + (ratio * b.mean) ** 2);
      });
    }),
    { seed: 71, numRuns: 500 },
  );
});

test('a bounded interval holds the ratio itself, and grows with the confidence', async () => {
  fc.assert(
    fc.property(part, part, quantile, (a, b, t) => {
      const wide = fiellerInterval(a, b, t);
      if (wide.kind === 'unbounded') return true;
      const narrow = fiellerInterval(a, b, t / 2);
      const slack = 1e-9 * (1 + Math.abs(wide.low) + Math.abs(wide.high));
      const ratio = a.mean / b.mean;
      return (
        wide.low <= ratio + slack &&
        wide.high >= ratio - slack &&
        narrow.kind === 'bounded' &&
        narrow.low >= wide.low - slack &&
        narrow.high <= wide.high + slack
      );
    }),
    { seed: 72, numRuns: 500 },
  );
});

test('another unit changes no ratio, and the other sign turns the interval round', async () => {
  fc.assert(
    fc.property(part, part, quantile, fc.integer({ min: 1, max: 64 }), (a, b, t, unit) => {
      const plain = fiellerInterval(a, b, t);
      const scaled = fiellerInterval(times(a, unit), times(b, unit), t);
      const turned = fiellerInterval(times(a, -1), b, t);
      if (plain.kind === 'unbounded') return scaled.kind === 'unbounded' && turned.kind === 'unbounded';
      if (scaled.kind === 'unbounded' || turned.kind === 'unbounded') return false;
      const near = (x: number, y: number): boolean => Math.abs(x - y) <= 1e-9 * (1 + Math.abs(y));
      return (
        near(scaled.low, plain.low) &&
        near(scaled.high, plain.high) &&
        near(turned.low, -plain.high) &&
        near(turned.high, -plain.low)
      );
    }),
    { seed: 73 },
  );
});

test('the interval of a worked example is that of the quadratic formula', async (t) => {
  // a 3 ± 1, b 10 ± 2, t 2: (10² - 16) r² - 60 r + (9 - 4) = 0.
  const interval = fiellerInterval({ mean: 3, standardError: 1 }, { mean: 10, standardError: 2 }, 2);
  t.equal(interval.kind, 'bounded');
  if (interval.kind === 'unbounded') return;
  t.ok(relativeError(interval.low, (60 - Math.sqrt(3600 - 4 * 84 * 5)) / 168) < 1e-12);
  t.ok(relativeError(interval.high, (60 + Math.sqrt(3600 - 4 * 84 * 5)) / 168) < 1e-12);
});

test('with a denominator known exactly it is the plain interval, and exact data have no width', async (t) => {
  const plain = fiellerInterval({ mean: 6, standardError: 1 }, { mean: 2, standardError: 0 }, 3);
  t.strictSame(plain, { kind: 'bounded', low: 1.5, high: 4.5 });
  const exact = fiellerInterval({ mean: 64, standardError: 0 }, { mean: 512, standardError: 0 }, 6.2);
  t.strictSame(exact, { kind: 'bounded', low: 0.125, high: 0.125 });
});

test('a denominator that may be zero says nothing of a ratio', async (t) => {
  const a = { mean: 3, standardError: 1 };
  t.strictSame(fiellerInterval(a, { mean: 4, standardError: 2 }, 2), { kind: 'unbounded' }, 'just so');
  t.strictSame(fiellerInterval(a, { mean: 0, standardError: 0 }, 2), { kind: 'unbounded' });
  t.strictSame(fiellerInterval(a, { mean: Number.NaN, standardError: 1 }, 2), { kind: 'unbounded' });
});

function times(
  part: { readonly mean: number; readonly standardError: number },
  unit: number,
): { mean: number; standardError: number } {
  return { mean: unit * part.mean, standardError: Math.abs(unit) * part.standardError };
}
