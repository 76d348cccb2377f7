import { spawnSync } from 'node:child_process';
import { test } from 'tap';
import {
  exceptionBytes,
  parametersBytes,
  readArguments,
  readException,
  writeArguments,
  writeException,
  writeParameters,
} from '../../../native-bindings/com/dispatch-layouts.ts';
import { GUID_BYTES, guidBytes, guidText } from '../../../native-bindings/com/guids.ts';
import {
  readVariant,
  variantBytes,
  type WritableVariant,
  writeVariant,
} from '../../../native-bindings/com/variant.ts';
import type { PointerBytes } from '../../../native-bindings/ffi/words.ts';
import { WINDOWS_PLATFORMS } from '../../../native-bindings/stand-in/paths.ts';
import { MINGW } from '../../../native-bindings/stand-in/windows-recipe.ts';
import { crossCompilerMissing } from '../../support/build-stack-check.ts';
import fc from '../../support/seeded-properties.ts';

const SIZES: readonly PointerBytes[] = [4, 8];

/** Unsigned where pointers have 32 bits, signed where they have 64. */
const addressOf = (size: PointerBytes): fc.Arbitrary<number> =>
  size === 4 ? fc.nat(0xffff_ffff) : fc.maxSafeInteger();

const variantOf = (size: PointerBytes): fc.Arbitrary<WritableVariant> =>
  fc.oneof(
    fc.constantFrom('empty', 'null', 'omitted').map((type) => ({ type })),
    fc.boolean().map((value) => ({ type: 'bool' as const, value })),
    fc.integer().map((value) => ({ type: 'i4' as const, value })),
    addressOf(size).map((address) => ({ type: 'bstr' as const, address })),
    addressOf(size).map((address) => ({ type: 'dispatch' as const, address })),
    // The value that means "left out" is that value.
    fc
      .nat(0xffff_ffff)
      .filter((scode) => scode !== 0x8002_0004)
      .map((scode) => ({ type: 'error' as const, scode })),
  );

/** Memory as it is after other calls. */
const used = (bytes: number): Buffer => Buffer.alloc(bytes, 0xa5);

for (const size of SIZES) {
  test(`${size}-byte pointers: a VARIANT is read back as it was written`, async (t) => {
    fc.assert(
      fc.property(variantOf(size), fc.nat(40), (variant, offset) => {
        const bytes = used(offset + variantBytes(size) + 8);
        writeVariant(bytes, offset, variant, size);
        t.same(readVariant(bytes, offset, size), variant);
        t.ok(
          bytes.subarray(0, offset).every((byte) => byte === 0xa5),
          'nothing before it is written',
        );
        t.equal(bytes.subarray(-8).toString('hex'), 'a5'.repeat(8), 'nor behind it');
      }),
    );
  });

  test(`${size}-byte pointers: arguments are read back in order, and lie in reverse`, async (t) => {
    fc.assert(
      fc.property(fc.array(variantOf(size), { maxLength: 12 }), (values) => {
        const bytes = used(12 * variantBytes(size));
        writeArguments(bytes, values, size);
        t.same(readArguments(bytes, values.length, size), values);
        const inMemory = values.map((_, i) => readVariant(bytes, i * variantBytes(size), size));
        t.same(inMemory, values.toReversed());
      }),
    );
  });

  test(`${size}-byte pointers: an EXCEPINFO is read back as it was written`, async (t) => {
    const address = addressOf(size);
    const exception = fc.record({
      code: fc.nat(0xffff),
      source: address,
      description: address,
      helpFile: address,
      fillIn: address,
      scode: fc.nat(0xffff_ffff),
    });
    fc.assert(
      fc.property(exception, (value) => {
        const bytes = used(exceptionBytes(size));
        writeException(bytes, value, size);
        t.same(readException(bytes, size), value);
      }),
    );
  });
}

const hexOf = (size: PointerBytes, variant: WritableVariant): string => {
  const bytes = used(variantBytes(size));
  writeVariant(bytes, 0, variant, size);
  return bytes.toString('hex');
};

test('values have the types and widths that Automation gives them', async (t) => {
  const rest = { 4: '00'.repeat(4), 8: '00'.repeat(12) } as const;
  for (const size of SIZES) {
    t.equal(hexOf(size, { type: 'omitted' }), `0a00000000000000${'04000280'}${rest[size]}`);
    t.equal(hexOf(size, { type: 'bool', value: true }), `0b00000000000000${'ffff0000'}${rest[size]}`);
    t.equal(hexOf(size, { type: 'bool', value: false }), `0b00000000000000${'00000000'}${rest[size]}`);
    t.equal(hexOf(size, { type: 'i4', value: -2 }), `0300000000000000${'feffffff'}${rest[size]}`);
    t.equal(hexOf(size, { type: 'empty' }), `0000000000000000${'00000000'}${rest[size]}`);
  }
  t.equal(hexOf(4, { type: 'bstr', address: 0x8123_4567 }), `0800000000000000${'67452381'}${'00'.repeat(4)}`);
  t.equal(
    hexOf(8, { type: 'dispatch', address: 0x12_8123_4567 }),
    `0900000000000000${'6745238112000000'}${'00'.repeat(8)}`,
  );
});

test('a type that is not known is named by its number', async (t) => {
  const bytes = Buffer.from('0d00', 'hex');
  t.same(readVariant(Buffer.concat([bytes, Buffer.alloc(22)]), 0), { type: 'other', vt: 13 });
});

test('parameters by position have no names', async (t) => {
  const written = (size: PointerBytes, address: number, count: number): string => {
    const bytes = used(parametersBytes(size));
    writeParameters(bytes, address, count, size);
    return bytes.toString('hex');
  };
  t.equal(written(4, 0x8000_1234, 3), `34120080${'00000000'}${'03000000'}${'00000000'}`);
  t.equal(written(8, 0x8000_1234, 3), `3412008000000000${'00'.repeat(8)}${'03000000'}${'00000000'}`);
  t.equal(written(4, 0x8000_1234, 0), '00'.repeat(16), 'without arguments there is no address either');
});

test('a GUID has three little-endian fields', async (t) => {
  const session = '{3FA7DEB3-6438-101B-ACC1-00AA00423326}';
  t.equal(guidBytes(session).toString('hex'), 'b3dea73f38641b10acc100aa00423326');
  t.throws(() => guidBytes(session.slice(1)), TypeError);
  fc.assert(
    fc.property(fc.uint8Array({ minLength: GUID_BYTES, maxLength: GUID_BYTES }), (bytes) => {
      t.same(guidBytes(guidText(Buffer.from(bytes))), Buffer.from(bytes));
    }),
  );
});

/** Marks each field with a byte of its own, and finds it where the compiler puts it. */
function assertions(size: PointerBytes): readonly string[] {
  const marked = { code: 0xa1, source: 0xa2, description: 0xa3, helpFile: 0xa4, fillIn: 0xa5, scode: 0xa6 };
  const exception = Buffer.alloc(exceptionBytes(size));
  writeException(exception, marked, size);
  const parameters = Buffer.alloc(parametersBytes(size));
  writeParameters(parameters, 0xb1, 0xb2, size);
  const variant = Buffer.alloc(variantBytes(size));
  writeVariant(variant, 0, { type: 'i4', value: 0xc1 }, size);
  const offsets: readonly (readonly [string, string, number])[] = [
    ['EXCEPINFO', 'wCode', exception.indexOf(marked.code)],
    ['EXCEPINFO', 'bstrSource', exception.indexOf(marked.source)],
    ['EXCEPINFO', 'bstrDescription', exception.indexOf(marked.description)],
    ['EXCEPINFO', 'bstrHelpFile', exception.indexOf(marked.helpFile)],
    ['EXCEPINFO', 'pfnDeferredFillIn', exception.indexOf(marked.fillIn)],
    ['EXCEPINFO', 'scode', exception.indexOf(marked.scode)],
    ['DISPPARAMS', 'rgvarg', parameters.indexOf(0xb1)],
    ['DISPPARAMS', 'cArgs', parameters.indexOf(0xb2)],
    ['VARIANT', 'lVal', variant.indexOf(0xc1)],
  ];
  const sizes: readonly (readonly [string, number])[] = [
    ['EXCEPINFO', exception.length],
    ['DISPPARAMS', parameters.length],
    ['VARIANT', variant.length],
  ];
  return [
    ...offsets.map(([type, field, at]) => `_Static_assert(offsetof(${type}, ${field}) == ${at}, "");`),
    ...sizes.map(([type, bytes]) => `_Static_assert(sizeof(${type}) == ${bytes}, "");`),
  ];
}

test('both compilers for Windows lay these structs out alike', {
  skip: crossCompilerMissing(),
}, async (t) => {
  for (const platform of WINDOWS_PLATFORMS) {
    const size = platform === 'win32-ia32' ? 4 : 8;
    const source = ['#include <stddef.h>', '#include <windows.h>', '#include <ole2.h>', ...assertions(size)];
    const { status, stderr } = spawnSync(
      `${MINGW[platform].prefix}-gcc`,
      ['-std=c11', '-fsyntax-only', '-xc', '-'],
      { input: `${source.join('\n')}\n`, encoding: 'utf8' },
    );
    t.equal(status, 0, `${platform}: ${stderr}`);
  }
});
