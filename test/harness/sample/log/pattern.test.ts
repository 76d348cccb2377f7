import { test } from 'tap';
import { LinePattern } from '../../../../harness/sample/log/pattern.ts';
import fc from '../../../support/seeded-properties.ts';

test('lines that match are counted, however many come at a time', async (t) => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('logoff done', 'LOGOFF DONE', 'logon', ''), { maxLength: 40 }),
      (lines) => {
        const pattern = new LinePattern('logoff', 'i');
        const expected = lines.filter((line) => /logoff/i.test(line)).length;
        const atOnce = pattern.count(lines).matching;
        const oneByOne = lines.reduce((sum, line) => sum + pattern.count([line]).matching, 0);
        return atOnce === expected && oneByOne === expected;
      },
    ),
    { seed: 2, numRuns: 50 },
  );
  t.pass('so they are');
});

test('a line on which the pattern would never end is given up, and the others count', async (t) => {
  const pattern = new LinePattern('^(a+)+$', '');
  const endless = `${'a'.repeat(40)}!`;
  const { givenUp, matching } = pattern.count(['aaa', endless, 'aa', 'b']);
  t.equal(matching, 2);
  t.same(givenUp, [endless]);
});

test('a pattern that never ends again and again is an error of who gave it', async (t) => {
  const pattern = new LinePattern('^(a+)+$', '');
  t.throws(() => pattern.count(Array.from({ length: 9 }, () => `${'a'.repeat(40)}!`)), {
    code: 'USAGE',
    message: /took longer than 100 ms on 5 lines/,
  });
});
