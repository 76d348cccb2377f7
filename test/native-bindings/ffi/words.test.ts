import { test } from 'tap';
import { loadEngine } from '../../../native-bindings/ffi/load-engine.ts';
import { NativeText } from '../../../native-bindings/ffi/native-text.ts';
import {
  highWord,
  joinWords,
  POINTER_BYTES,
  readPointer,
  writePointer,
} from '../../../native-bindings/ffi/words.ts';
import fc from '../../support/seeded-properties.ts';

/** Signed where pointers have 64 bits, unsigned where they have 32. */
const pointerSized = POINTER_BYTES === 4 ? fc.nat(0xffff_ffff) : fc.maxSafeInteger();

test('a pointer-sized integer is read back as it was written', async () => {
  fc.assert(
    fc.property(pointerSized, fc.nat(8), (value, offset) => {
      const bytes = Buffer.alloc(16);
      writePointer(bytes, value, offset);
      return readPointer(bytes, offset) === value;
    }),
  );
});

test('handles that Windows extends with their sign keep it', async (t) => {
  const bytes = Buffer.alloc(POINTER_BYTES);
  writePointer(bytes, 0x80000002 | 0);
  t.equal(bytes.toString('hex'), '02000080ffffffff'.slice(0, 2 * POINTER_BYTES), 'HKEY_LOCAL_MACHINE');
  writePointer(bytes, -1);
  t.equal(bytes.toString('hex'), 'ff'.repeat(POINTER_BYTES), 'INVALID_HANDLE_VALUE');
});

test('two words make the number that they were taken from', async () => {
  fc.assert(fc.property(fc.maxSafeInteger(), (value) => joinWords(value | 0, highWord(value)) === value));
});

test('a text slot holds one text at a time, with its terminator', async (t) => {
  const engine = await loadEngine('ffi-napi');
  const text = new NativeText(engine, 8);
  const bytes = () => Buffer.from(Reflect.get(text, 'slot').bytes).toString('hex');
  text.wide('abc');
  t.equal(bytes(), '6100620063000000');
  text.wide('é');
  t.equal(bytes(), 'e900000063000000');
  text.ansi('é-7');
  t.equal(bytes().slice(0, 8), 'e92d3700');
});

test('a text that does not fit, or that would be cut short, is refused', async (t) => {
  const engine = await loadEngine('ffi-napi');
  const text = new NativeText(engine, 8);
  t.doesNotThrow(() => text.wide('abc'), 'three characters and a terminator fit into 8 bytes');
  t.throws(() => text.wide('abcd'), RangeError);
  t.doesNotThrow(() => text.ansi('1234567'));
  t.throws(() => text.ansi('12345678'), RangeError);
  t.throws(() => text.wide('a\0b'), RangeError);
  t.throws(() => text.ansi('a\0b'), RangeError);
  t.throws(() => text.ansi('Ł'), RangeError, 'no ANSI form');
});
