import { test } from 'tap';
import { thin } from '../../../reports/chart/thin.ts';
import fc from '../../support/seeded-properties.ts';

const samples = fc
  .array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 400 })
  .map((values) => Float64Array.from(values));
const columns = fc.integer({ min: 1, max: 40 });

test('a series that fits is not thinned', async (t) => {
  t.same(thin(Float64Array.from([3, 1, 2]), 1), [0, 1, 2]);
  t.same(
    thin(Float64Array.from([3, 1, 2, 5]), 1),
    [0, 1, 2, 3],
    'as many as one column and both ends may hold',
  );
  t.same(thin(Float64Array.from([3, 1, 2, 5, 4]), 1), [0, 1, 3, 4], 'one more than that is thinned');
});

test('one spike among a million samples survives', async (t) => {
  const values = new Float64Array(1_000_000);
  values[654_321] = 9;
  values[123_456] = -9;
  const kept = thin(values, 100);
  t.ok(kept.includes(654_321));
  t.ok(kept.includes(123_456));
  t.ok(kept.length <= 202);
});

test('the lowest, the highest, the first and the last value are kept, in order, within the limit', async (t) => {
  fc.assert(
    fc.property(samples, columns, (values, room) => {
      const kept = thin(values, room);
      const rising = kept.every((at, order) => order === 0 || at > (kept[order - 1] ?? at));
      const shown = kept.map((at) => values[at] ?? Number.NaN);
      return (
        rising &&
        kept.length <= 2 * room + 2 &&
        kept[0] === 0 &&
        kept.at(-1) === values.length - 1 &&
        Math.min(...shown) === Math.min(...values) &&
        Math.max(...shown) === Math.max(...values)
      );
    }),
  );
  t.pass('for any series');
});

test('beside every value, no further away than a column is wide, one as high and one as low is kept', async (t) => {
  fc.assert(
    fc.property(samples, columns, (values, room) => {
      const width = Math.ceil(values.length / room);
      const kept = thin(values, room);
      return values.every((value, at) => {
        const near = kept
          .filter((each) => Math.abs(each - at) <= width)
          .map((each) => values[each] ?? Number.NaN);
        return near.some((each) => each >= value) && near.some((each) => each <= value);
      });
    }),
  );
  t.pass('for any series: no peak is lost, wherever it is');
});
