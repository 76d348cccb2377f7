import { test } from 'tap';
import { visible } from '../../reports/text.ts';
import fc from '../support/seeded-properties.ts';

test('ordinary names, in any script, are shown as they are', async (t) => {
  for (const name of ['user@example.test', 'Jörg Müller', '山田太郎', 'محمد', '👩‍💻'.slice(0, 2)]) {
    t.equal(visible(name), name);
  }
});

test('characters that hide, or that reorder the text around them, are shown as escapes', async (t) => {
  t.equal(visible('a\0b'), 'a\\u{0}b');
  t.equal(visible('\u{1b}[31mred'), '\\u{1b}[31mred');
  t.equal(visible('exe.\u{202e}txt'), 'exe.\\u{202e}txt');
  t.equal(visible('no\u{200b}thing'), 'no\\u{200b}thing');
  t.equal(visible('half \ud83d pair'), 'half \\u{d83d} pair');
});

test('line breaks become single spaces', async (t) => {
  t.equal(visible('one\r\n\ttwo'), 'one two');
});

test('what is shown holds no control character and no lone surrogate', async (t) => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => !/[\p{Cc}\p{Cs}]/u.test(visible(text))));
  t.pass('for any text');
});
