import { test } from 'tap';
import {
  formatAmount,
  formatCount,
  formatCounted,
  formatDecimal,
  formatDuration,
  formatMoment,
  formatProbability,
  formatRate,
  formatShare,
  formatShareWithInterval,
  scaleFor,
} from '../../reports/format.ts';
import fc from '../support/seeded-properties.ts';
import { rate } from './fixtures.ts';

/** Beyond what any process holds. */
const finite = fc.double({ min: -1e18, max: 1e18, noNaN: true });
const unit = fc.constantFrom('bytes', 'count');
/** What a formatted number says, read back. */
const readBack = (text: string): number => Number.parseFloat(text.replaceAll(',', ''));

test('a leak of a page is shown in bytes, a larger one in the unit that suits it', async (t) => {
  t.equal(formatAmount(4096, 'bytes'), '4,096 bytes');
  t.equal(formatAmount(1, 'bytes'), '1 byte');
  t.equal(formatAmount(0, 'bytes'), '0 bytes');
  t.equal(formatAmount(0.25, 'bytes'), '0.25 bytes');
  t.equal(formatAmount(10_239, 'bytes'), '10,239 bytes');
  t.equal(formatAmount(10_240, 'bytes'), '10 KiB');
  t.equal(formatAmount(1_310_720, 'bytes'), '1.25 MiB');
  t.equal(formatAmount(-3 * 2 ** 30, 'bytes'), '-3 GiB');
  t.equal(formatAmount(0.01, 'count'), '0.01');
});

test('the unit changes exactly at its border', async (t) => {
  t.equal(scaleFor(10_239.9, 'bytes').name, 'bytes');
  t.equal(scaleFor(10_240, 'bytes').name, 'KiB');
  t.equal(scaleFor(2 ** 20 - 1, 'bytes').name, 'KiB');
  t.equal(scaleFor(2 ** 20, 'bytes').name, 'MiB');
  t.equal(scaleFor(-(2 ** 20), 'bytes').name, 'MiB');
  t.equal(scaleFor(2 ** 40, 'bytes').name, 'TiB');
  t.equal(scaleFor(2 ** 40, 'count').name, '');
});

test('an estimate and its interval share unit and decimals', async (t) => {
  t.same(formatRate(rate(4096, 0.42), 'bytes'), {
    estimate: '4,096.0 bytes',
    interval: '[4,095.6, 4,096.4]',
  });
  t.same(formatRate(rate(4096, 12), 'bytes'), { estimate: '4,096 bytes', interval: '[4,084, 4,108]' });
  t.same(formatRate(rate(1, 0.0003), 'count'), { estimate: '1.0000', interval: '[0.9997, 1.0003]' });
  t.same(formatRate(rate(1, 0.2), 'count'), { estimate: '1.00', interval: '[0.80, 1.20]' });
  t.same(formatRate(rate(2 ** 20, 2 ** 16), 'bytes'), { estimate: '1.000 MiB', interval: '[0.938, 1.063]' });
});

test('a rate that is known exactly keeps three digits', async (t) => {
  t.same(formatRate(rate(1, 0), 'count'), { estimate: '1.00', interval: '[1.00, 1.00]' });
  t.same(formatRate(rate(0, 0), 'bytes'), { estimate: '0 bytes', interval: '[0, 0]' });
  t.same(formatRate(rate(0.5, 0), 'bytes'), { estimate: '0.500 bytes', interval: '[0.500, 0.500]' });
});

test('an end of an interval that is not zero is never shown as zero', async (t) => {
  const { interval } = formatRate({ estimate: 100, low: 0.02, high: 200, confidence: 0.95 }, 'bytes');
  t.equal(interval, '[0.02, 200]', 'an interval that excludes zero must be seen to exclude it');
  fc.assert(
    fc.property(finite, finite, unit, (estimate, halfWidth, kind) => {
      const low = estimate - Math.abs(halfWidth);
      const shown = formatRate({ estimate, low, high: estimate, confidence: 0.95 }, kind);
      const start = readBack(shown.interval.slice(1));
      const scale = scaleFor(Math.max(Math.abs(low), Math.abs(estimate)), kind);
      return Math.abs(low / scale.divisor) < 1e-9 ? start === 0 : Math.sign(start) === Math.sign(low);
    }),
  );
  t.pass('for any interval');
});

test('minus zero is never shown', async (t) => {
  t.equal(formatDecimal(-0, 2), '0');
  t.equal(formatDecimal(-1e-12, 2), '0', 'what floating point leaves of zero is zero');
  t.equal(formatDecimal(-0.004, 2), '-0.004');
  fc.assert(
    fc.property(finite, fc.integer({ min: 0, max: 4 }), (value, decimals) => {
      const shown = formatDecimal(value, decimals);
      return !(shown.startsWith('-') && readBack(shown) === 0);
    }),
  );
});

test('a formatted number reads back as the number, to half of its last digit or to 5%', async (t) => {
  fc.assert(
    fc.property(finite, fc.integer({ min: 0, max: 4 }), (value, decimals) => {
      const shown = formatDecimal(value, decimals);
      const error = Math.abs(readBack(shown) - value);
      // A number too small for its decimals is shown with more of them.
      const digits = Math.max(decimals, shown.split('.')[1]?.length ?? 0);
      const halfDigit = 0.5 * 10 ** -digits * (1 + 1e-9);
      return error <= Math.max(1e-9, halfDigit, Math.abs(value) * 0.05);
    }),
  );
  t.pass('for any number');
});

test('what is no number is called unknown', async (t) => {
  t.same(formatRate({ estimate: 2, low: 1, high: Number.POSITIVE_INFINITY, confidence: 0.95 }, 'bytes'), {
    estimate: '2 bytes',
    interval: '[1, unknown]',
  });
  t.equal(formatDecimal(Number.NaN, 2), 'unknown');
  t.equal(formatDecimal(Number.POSITIVE_INFINITY, 2), 'unknown');
});

test('digits are grouped by three, before the point only', async (t) => {
  t.equal(formatDecimal(1234.5678, 4), '1,234.5678');
  t.equal(formatDecimal(-1_234_567, 0), '-1,234,567');
  t.equal(formatCount(999), '999');
  t.equal(formatCount(1000), '1,000');
  t.equal(formatCounted(1, 'mailbox', 'mailboxes'), '1 mailbox');
  t.equal(formatCounted(2, 'mailbox', 'mailboxes'), '2 mailboxes');
  t.equal(formatCounted(0, 'cycle'), '0 cycles');
});

test('durations are shown in two units at most, and never as 60 of the smaller one', async (t) => {
  t.equal(formatDuration(0), '0 ms');
  t.equal(formatDuration(999), '999 ms');
  t.equal(formatDuration(999.6), '1.0 s');
  t.equal(formatDuration(59_949), '59.9 s');
  t.equal(formatDuration(59_951), '1 min 0 s');
  t.equal(formatDuration(3_599_499), '59 min 59 s');
  t.equal(formatDuration(3_600_000), '1 h 0 min');
  t.equal(formatDuration(86_399_000), '24 h 0 min');
  t.equal(formatDuration(183_600_000), '2 d 3 h');
});

test('shares and moments are short', async (t) => {
  t.equal(formatShare(0.95), '95%');
  t.equal(formatShare(0.1), '10%');
  t.equal(formatShare(0.999), '99.9%');
  t.equal(formatMoment('2026-11-22T14:03:04.120Z'), '2026-11-22 14:03 UTC');
  t.equal(formatMoment('some day'), 'some day');
});

test('a share with an interval has decimals only where the interval needs them', async (t) => {
  t.equal(formatShareWithInterval({ estimate: 0.83, low: 0.79, high: 0.87 }), '83% [79, 87]');
  t.equal(formatShareWithInterval({ estimate: 0.5, low: 0.4988, high: 0.5012 }), '50.0% [49.9, 50.1]');
  t.equal(formatShareWithInterval({ estimate: 0.9, low: -0.2, high: 1.1 }), '90% [-20, 110]');
});

test('a probability has three decimals, and a very small one is no number to read', async (t) => {
  t.equal(formatProbability(1 / 70), '0.014');
  t.equal(formatProbability(1), '1.000');
  t.equal(formatProbability(0.0002), '0.0002');
  t.equal(formatProbability(2.7e-9), 'below 0.0001');
  t.equal(formatProbability(0), 'below 0.0001');
});
