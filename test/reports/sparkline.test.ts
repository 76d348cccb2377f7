import { test } from 'tap';
import { sparkline } from '../../reports/sparkline.ts';
import fc from '../support/seeded-properties.ts';

const UNICODE = { unicode: true };
const ASCII = { unicode: false };

test('the lowest number stands lowest and the highest highest', (t) => {
  t.equal(sparkline([0, 1, 2, 3, 4, 5, 6, 7], 0, UNICODE), '▁▂▃▄▅▆▇█');
  t.equal(sparkline([0, 7, 0], 0, ASCII), '_#_');
  t.end();
});

test('noise below the floor makes no mountains', (t) => {
  t.equal(sparkline([0, 0.1, 0], 64, UNICODE), '▁▁▁');
  t.equal(sparkline([5, 5, 5], 0, UNICODE), '▁▁▁');
  t.end();
});

test('what is not there is a gap', (t) => {
  t.equal(sparkline([0, null, 64], 0, UNICODE), '▁·█');
  t.equal(sparkline([0, null, 64], 0, ASCII), '_ #');
  t.equal(sparkline([null, null], 0, ASCII), '  ');
  t.equal(sparkline([], 0, ASCII), '');
  t.end();
});

test('a line has a character for each number, whatever the numbers are', (t) => {
  const value = fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }));
  fc.assert(
    fc.property(fc.array(value), fc.double({ min: 0, max: 1e6, noNaN: true }), (values, floor) => {
      const line = sparkline(values, floor, ASCII);
      return line.length === values.length && /^[_.\-~=+*# ]*$/.test(line);
    }),
    { seed: 891509 },
  );
  t.end();
});
