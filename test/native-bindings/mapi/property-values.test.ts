import { test } from 'tap';
import {
  type Property,
  type PropertyValue,
  propertyBytes,
  propertyId,
  readProperty,
  writeProperty,
} from '../../../native-bindings/mapi/property-values.ts';
import fc from '../../support/seeded-properties.ts';

/** Offsets of SPropValue, as compilers of both bitnesses lay it out (MAPIDefS.h). */
const LAYOUTS = [
  { pointerBytes: 4, size: 16, binaryAddress: 12 },
  { pointerBytes: 8, size: 24, binaryAddress: 16 },
] as const;
const TYPES = { long: 0x3, error: 0xa, boolean: 0xb, text: 0x1e, binary: 0x102 } as const;
type Known = Exclude<PropertyValue, { type: 'other' }>;

function properties(pointerBytes: 4 | 8): fc.Arbitrary<Property & { readonly value: Known }> {
  const address = fc.integer({ min: 0, max: pointerBytes === 4 ? 0xffff_ffff : Number.MAX_SAFE_INTEGER });
  const u32 = fc.integer({ min: 0, max: 0xffff_ffff });
  const values: fc.Arbitrary<Known> = fc.oneof(
    fc.record({ type: fc.constant('long'), value: fc.integer({ min: -0x8000_0000, max: 0x7fff_ffff }) }),
    fc.record({ type: fc.constant('boolean'), value: fc.boolean() }),
    fc.record({ type: fc.constant('error'), code: u32 }),
    fc.record({ type: fc.constant('text'), address }),
    fc.record({ type: fc.constant('binary'), length: u32, address }),
  );
  const ids = fc.integer({ min: 0, max: 0xffff });
  return fc.tuple(ids, values).map(([id, value]) => ({ tag: id * 0x10000 + TYPES[value.type], value }));
}

for (const { pointerBytes, size, binaryAddress } of LAYOUTS) {
  test(`${pointerBytes * 8}-bit: a property is read as it was written, wherever it stands in an array`, async (t) => {
    t.equal(propertyBytes(pointerBytes), size);
    fc.assert(
      fc.property(fc.array(properties(pointerBytes), { maxLength: 5 }), (array) => {
        const bytes = Buffer.alloc(array.length * size + 1, 0xa5);
        for (const [i, property] of array.entries()) writeProperty(bytes, i * size, property, pointerBytes);
        t.same(
          array.map((_, i) => readProperty(bytes, i * size, pointerBytes)),
          array,
        );
        t.equal(bytes.at(-1), 0xa5, 'nothing beyond it is written');
      }),
    );
  });

  test(`${pointerBytes * 8}-bit: every part stands where the header puts it`, async (t) => {
    const bytes = Buffer.alloc(size, 0xa5);
    writeProperty(
      bytes,
      0,
      { tag: 0x0fff0102, value: { type: 'binary', length: 70, address: 0x12345678 } },
      pointerBytes,
    );
    t.equal(bytes.readUInt32LE(0), 0x0fff0102);
    t.equal(bytes.readUInt32LE(4), 0, 'dwAlignPad');
    t.equal(bytes.readUInt32LE(8), 70, 'cb');
    t.equal(bytes.readUInt32LE(binaryAddress), 0x12345678, 'lpb');
    writeProperty(bytes, 0, { tag: 0x3400000b, value: { type: 'boolean', value: true } }, pointerBytes);
    t.equal(bytes.readUInt16LE(8), 1, 'b has 16 bits');
    t.equal(bytes.readUInt16LE(10), 0);
  });
}

test('a value of a type that nobody asked for is known to be another one', async (t) => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 0xffff }), (type) => {
      const bytes = Buffer.alloc(24);
      bytes.writeUInt32LE(0x3001_0000 + type);
      const known: readonly number[] = Object.values(TYPES);
      t.equal(readProperty(bytes, 0, 8).value.type === 'other', !known.includes(type));
    }),
  );
});

test('a tag does not go with a value of another type', async (t) => {
  const bytes = Buffer.alloc(24);
  t.throws(
    () => writeProperty(bytes, 0, { tag: 0x3602001e, value: { type: 'long', value: 1 } }, 8),
    RangeError,
  );
  t.throws(() => writeProperty(bytes, 0, { tag: 0x36020000, value: { type: 'other' } }, 8), RangeError);
});

test('a property that is missing keeps its identifier under another type', async (t) => {
  t.equal(propertyId(0xe602000a), propertyId(0xe6020003));
  t.not(propertyId(0x3602000a), propertyId(0x3603000a));
});
