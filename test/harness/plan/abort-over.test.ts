import { test } from 'tap';
import { abortOverBytesOf, abortOverSchema } from '../../../harness/plan/abort-over.ts';

test('a 32-bit process ends before its addresses do, unless something else was said', async (t) => {
  t.equal(abortOverBytesOf(undefined, { bitness: 32 }), 1.5e9);
  t.equal(abortOverBytesOf(undefined, { bitness: 64 }), null);
  t.equal(abortOverBytesOf(abortOverSchema.parse('none'), { bitness: 32 }), null);
  t.equal(abortOverBytesOf(abortOverSchema.parse('2GiB'), { bitness: 64 }), 2 ** 31);
});

test('what is no size is refused, and says what one is', async (t) => {
  for (const given of ['5', '-1GB', 'nothing', '']) {
    const { error } = abortOverSchema.safeParse(given);
    t.equal(error?.issues[0]?.message, 'a size is a number with a unit, such as 1500MB, or none', given);
  }
});
