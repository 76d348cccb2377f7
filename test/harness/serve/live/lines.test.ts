import { test } from 'tap';
import { Lines, LONGEST_LINE_BYTES } from '../../../../harness/serve/live/lines.ts';
import fc from '../../../support/seeded-properties.ts';

test('however bytes are cut into pieces, the same lines come out', async () => {
  const line = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
    .filter((text) => !/[\n]/.test(text) && text.trim() !== '');
  fc.assert(
    fc.property(fc.array(line), fc.array(fc.nat({ max: 200 })), (lines, cuts) => {
      const bytes = Buffer.from(lines.map((each) => `${each}\n`).join(''));
      const places = [
        0,
        ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b),
        bytes.length,
      ];
      const reader = new Lines();
      const heard = places.slice(1).flatMap((to, at) => reader.push(bytes.subarray(places[at], to)));
      return JSON.stringify(heard) === JSON.stringify(lines);
    }),
    { seed: 891509 },
  );
});

test('a row that was torn and never ended comes out by itself, before the next', async (t) => {
  const reader = new Lines();
  t.same(reader.push(Buffer.from('{"half":')), []);
  t.same(reader.push(Buffer.from('\n{"whole":1}\n\n')), ['{"half":', '{"whole":1}']);
});

test('a line without end is given up before it fills the memory', async (t) => {
  const reader = new Lines();
  const piece = Buffer.alloc(LONGEST_LINE_BYTES / 2, 'x');
  reader.push(piece);
  reader.push(piece);
  t.throws(() => reader.push(Buffer.from('x')), RangeError);
});
