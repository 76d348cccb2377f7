import fc from '../../support/seeded-properties.ts';

/** Names that have broken some writer of some format before. */
const KNOWN: readonly string[] = [
  "=cmd|'/C calc'!A0",
  '+1+1',
  '-2+3',
  '@SUM(A1)',
  '\uFF1D1+1',
  'a,b;c\t"d"',
  'two\r\nlines',
  ']]> <script>alert(1)</script> &amp; <!-- --',
  '*bold* _it_ `code` ~~gone~~ [x](http://evil.example) ![y](z) <b>',
  '[ ] box',
  '[x]: http://evil.example',
  '# heading',
  '#1 @admin GH-1',
  '- item',
  '1. item',
  '---',
  '| cell |',
  'https://evil.example/www.evil.example',
  '&copy; &#65; $x$',
  'a # SKIP not really',
  'ok 1 - not really # TODO',
  '\\',
  '``a`b',
  'Jos\u{e9} \u{202e}gpj.exe \u{0}\u{7}\u{fffe}\u{d800}',
  '\u{1f4e7} \u{5d0}\u{5d1}',
  '"} 1\nmapileak_up 0',
];

const SEED = 891_509;

/** Texts from outside at their worst: those above, and some of any characters. */
export const HOSTILE: readonly string[] = [
  ...KNOWN,
  ...fc.sample(fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }), { numRuns: 150, seed: SEED }),
  ...fc.sample(
    fc.string({
      unit: fc.constantFrom(...'*_`[]()<>|~#@!-+=\\&$:;,."\' \n1aw'),
      minLength: 1,
      maxLength: 12,
    }),
    { numRuns: 250, seed: SEED },
  ),
];
