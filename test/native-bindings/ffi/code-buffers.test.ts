import { test } from 'tap';
import { CodeBuffers, regionStart } from '../../../native-bindings/ffi/code-buffers.ts';
import { POINTER_BYTES } from '../../../native-bindings/ffi/words.ts';
import fc from '../../support/seeded-properties.ts';

/** ref-napi wraps 0x3fffffff bytes. */
const WRAPPED_BYTES = 0x3fff_ffff;
/** A 32-bit system keeps the last 64 KiB for itself. */
const HIGHEST_CODE = 0xffff_0000;
const LAST_ADDRESS = POINTER_BYTES === 4 ? HIGHEST_CODE : 0x7fff_ffff_ffff;

test('every address of code lies in the gigabyte that begins at its region', async (t) => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: LAST_ADDRESS }), (address) => {
      const offset = address - regionStart(address);
      return offset >= 0 && offset < WRAPPED_BYTES;
    }),
  );
  t.pass('anywhere');
});

test('no region begins where memory of Node could, nor ends beyond the address space of 32 bits', async (t) => {
  for (let start = 1; start < HIGHEST_CODE; start = regionStart(start + WRAPPED_BYTES)) {
    t.equal(start % 16, 1);
    t.ok(start + WRAPPED_BYTES <= 0x1_0000_0000);
  }
});

test('code near to other code is told by a Buffer in the same memory', async (t) => {
  const code = new CodeBuffers();
  const one = code.at(0x40_0000);
  const other = code.at(0x40_1234);
  t.equal(one.buffer, other.buffer);
  t.equal(other.byteOffset - one.byteOffset, 0x1234);
  t.equal(one.length, 1);
  t.not(code.at(0x6000_0000).buffer, one.buffer);
});
