import stringWidth from 'string-width';
import { test } from 'tap';
import { screenText, together, wrap } from '../../../reports/terminal/text.ts';
import fc from '../../support/seeded-properties.ts';

const SCREEN = { width: 80, colour: false, unicode: true };

test('text is broken between words, and later lines are indented', async (t) => {
  t.same(wrap('one two three four', 9, 2), ['one two', '  three', '  four']);
  t.same(wrap('exactly 10', 10), ['exactly 10']);
  t.same(wrap('exactly 10', 9), ['exactly', '10']);
  t.same(wrap('', 10), []);
});

test('a word that is longer than a line is broken, a path after a separator', async (t) => {
  t.same(wrap('abcdefghij', 4), ['abcd', 'efgh', 'ij']);
  t.same(wrap('漢字漢字', 5), ['漢字', '漢字'], 'wide characters count as two columns');
  t.same(wrap('/srv/runs/report.html', 12), ['/srv/runs/', 'report.html']);
  t.same(wrap('C:\\runs\\report.html', 12), ['C:\\runs\\', 'report.html']);
});

test('blanks of other alphabets are characters like any other', async (t) => {
  t.same(wrap('\u{2000}', 8), ['\u{2000}']);
  t.same(wrap('a \u{3000} b', 8), ['a \u{3000} b']);
});

test('what belongs together is not broken where a line has room for it', async (t) => {
  t.same(wrap(`rate ${together('[1.00, 1.02]')}`, 14), ['rate', '[1.00, 1.02]']);
});

test('no line is wider than the screen, and no visible character is lost', async (t) => {
  const text = fc.string({ unit: 'grapheme', maxLength: 120 });
  fc.assert(
    fc.property(
      text,
      fc.integer({ min: 8, max: 60 }),
      fc.integer({ min: 0, max: 4 }),
      (words, columns, indent) => {
        const lines = wrap(screenText(words, SCREEN), columns, indent);
        const solid = (parts: string): string => parts.replace(/[ \u{a0}]/gu, '');
        return (
          lines.every((line) => stringWidth(line) <= columns) &&
          solid(lines.join('')) === solid(screenText(words, SCREEN))
        );
      },
    ),
  );
  t.pass('for any text');
});

test('a screen that knows only ASCII is given only ASCII', async (t) => {
  const ascii = { ...SCREEN, unicode: false };
  t.equal(screenText('off − on ≤ 64 – “Jörg”', ascii), 'off - on <= 64 - "J?rg"');
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) =>
      wrap(screenText(text, ascii), 40).every((line) => /^\p{ASCII}*$/u.test(line)),
    ),
  );
});
