import { test } from 'tap';
import { normalQuantile } from '../../../../harness/analyse/statistics/normal.ts';
import { confidencePerLook } from '../../../../harness/analyse/statistics/spending.ts';
import { studentTQuantile } from '../../../../harness/analyse/statistics/student-t.ts';
import { oracle, relativeError } from '../oracles.ts';
import { crossingProbability } from './repeated-looks.ts';

const atEveryLook = (bound: number, looks: number): number =>
  crossingProbability(new Array<number>(looks).fill(bound));

test('a test of 2.5 % repeated at every look errs as often as published', async (t) => {
  const bound = normalQuantile(0.975);
  for (const looks of [2, 4, 10, 20]) {
    const published = oracle('repeated-looks').number(String(looks));
    t.ok(relativeError(atEveryLook(bound, looks), published) < 1e-10, `${looks} looks`);
  }
  t.ok(relativeError(atEveryLook(bound, 1), 0.025) < 1e-12, 'one look errs as often as it says');
});

test("O'Brien and Fleming's bounds for four looks spend 2.5 % in all", async (t) => {
  const bounds = oracle('OBrien-Fleming-4').numbers('bounds');
  t.ok(relativeError(crossingProbability(bounds), 0.025) < 1e-4);
});

test('looks that share the error equally do not exceed it together', async (t) => {
  for (const looks of [1, 2, 4, 6, 9, 20]) {
    const bound = normalQuantile(confidencePerLook(0.975, looks));
    const spent = atEveryLook(bound, looks);
    t.ok(spent <= 0.025 * (1 + 1e-12), `${looks} looks spend ${spent}`);
  }
  t.ok(
    atEveryLook(normalQuantile(confidencePerLook(0.975, 6)), 6) > 0.0125,
    'six looks waste less than half',
  );
});

test('the t quantiles of 6, 7 and 9 looks are those of 40-digit arithmetic', async (t) => {
  const rows = oracle('quantiles').table('t');
  for (const looks of [6, 7, 9]) {
    const confidence = confidencePerLook(0.975, looks);
    const matching = rows.filter(([p = 0]) => Math.abs(p - confidence) < 1e-12);
    t.ok(matching.length > 0);
    for (const [, df = 0, expected = 0] of matching) {
      t.ok(relativeError(studentTQuantile(confidence, df), expected) < 1e-10, `${looks} looks, ${df}`);
    }
  }
  t.equal(confidencePerLook(0.975, 1), 0.975);
});
