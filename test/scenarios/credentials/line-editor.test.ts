import { test } from 'tap';
import { LineEditor } from '../../../scenarios/credentials/line-editor.ts';
import fc from '../../support/seeded-properties.ts';

function typed(keys: string, maxBytes = 1024): string {
  const editor = new LineEditor(maxBytes);
  for (const byte of Buffer.from(keys)) {
    const outcome = editor.type(byte);
    if (outcome !== 'more') throw new Error(`the line ended with ${outcome}`);
  }
  return editor.copy().toString();
}

test('text is taken as typed', (t) => {
  t.equal(typed('a b é 漢 😀'), 'a b é 漢 😀');
  t.end();
});

test('backspace drops the last character whole, and nothing from an empty line', (t) => {
  for (const key of ['\x7f', '\b']) {
    t.equal(typed(`ab${key}c`), 'ac');
    t.equal(typed(`aé${key}`), 'a');
    t.equal(typed(`a漢${key}`), 'a');
    t.equal(typed(`a😀${key}`), 'a');
    t.equal(typed(`${key}${key}x`), 'x');
  }
  t.end();
});

test('as many backspaces as characters leave nothing', (t) => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const visible = [...text].filter((character) => character >= ' ' && character !== '\x7f');
      return typed(visible.join('') + '\x7f'.repeat(visible.length)) === '';
    }),
    { seed: 891509, numRuns: 300 },
  );
  t.pass('for 300 texts');
  t.end();
});

test('Ctrl-U drops the line', (t) => {
  t.equal(typed('wrong\x15right'), 'right');
  t.end();
});

test('arrow keys, function keys and other control characters add nothing', (t) => {
  t.equal(typed('a\x1b[Ab\x1bOPc\x1b[1;5Cd\x1b[3~e\tf\x1bxg'), 'abcdefg');
  t.end();
});

test('Enter and Ctrl-D end the line, Ctrl-C gives it up', (t) => {
  for (const [key, outcome] of [
    ['\r', 'done'],
    ['\n', 'done'],
    ['\x04', 'done'],
    ['\x03', 'stopped'],
  ] as const) {
    t.equal(new LineEditor(8).type(key.charCodeAt(0)), outcome);
  }
  t.end();
});

test('a full line takes no more, but can still be ended or corrected', (t) => {
  const editor = new LineEditor(2);
  const keys = ['a', 'b', 'c', '\x7f', 'd', '\r'];
  t.same(
    keys.map((key) => editor.type(key.charCodeAt(0))),
    ['more', 'more', 'full', 'more', 'more', 'done'],
  );
  t.equal(editor.copy().toString(), 'ad');
  t.end();
});

test('an erased line is empty', (t) => {
  const editor = new LineEditor(8);
  editor.type(0x61);
  editor.erase();
  t.equal(editor.copy().length, 0);
  t.end();
});
