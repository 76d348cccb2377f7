import { test } from 'tap';
import { predict } from '../../../../harness/analyse/history/prediction.ts';
import { rateOf } from '../../../support/history-entries.ts';

const near = (value: number, expected: number): boolean => Math.abs(value - expected) < 5e-4;

test('the interval is the one of the book', (t) => {
  // Of 1, 2, 3: mean 2, standard deviation 1, t(0.975, 2) = 4.30265, times the root of 1 + 1/3.
  const found = predict(
    [1, 2, 3].map((each) => rateOf(each, 0)),
    rateOf(9, 0),
    0.05,
  );
  t.equal(found.mean, 2);
  t.equal(found.runs, 3);
  t.ok(near(found.high, 2 + 4.96827) && near(found.low, 2 - 4.96827), JSON.stringify(found));
  t.end();
});

test('runs that agree foretell no more than each of them says of itself', (t) => {
  // A half-width of 1.95996 at 95 % is a standard error of 1.
  const found = predict(
    [5, 5, 5].map((each) => rateOf(each, 1.959964)),
    rateOf(5, 0),
    0.05,
  );
  t.ok(near(found.high, 5 + 4.96827), JSON.stringify(found));
  t.end();
});

test('a run that is less certain than those before it gets the room that it asks for', (t) => {
  const before = [1, 2, 3].map((each) => rateOf(each, 0));
  const [sure, unsure] = [rateOf(9, 0), rateOf(9, 19.59964)].map((next) => predict(before, next, 0.05));
  t.ok(near((unsure?.high ?? 0) - 2, 4.30265 * Math.sqrt(1 / 3 + 100)));
  t.ok((sure?.high ?? 0) < (unsure?.high ?? 0));
  t.end();
});

test('the smaller the chance of a false alarm, the wider', (t) => {
  const before = [1, 2, 3, 4].map((each) => rateOf(each, 0.1));
  const width = (chance: number): number => predict(before, rateOf(2, 0.1), chance).high;
  t.ok(width(0.001) > width(0.01) && width(0.01) > width(0.1));
  t.end();
});
