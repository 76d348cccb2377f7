import { test } from 'tap';
import { hasLostItsSeal, sealedRow, sealOf } from '../../../harness/contract/sealed-row.ts';
import fc from '../../support/seeded-properties.ts';

test('a sealed row is the same JSON with its number and a checksum as last keys', (t) => {
  t.equal(sealedRow({ a: 1 }, 17), '{"a":1,"row":17,"crc":"02fc8e62"}');
  t.equal(sealedRow({}, 1), '{"row":1,"crc":"28e4e2a4"}');
  fc.assert(
    fc.property(fc.object(), fc.nat(), (row, number) => {
      const { row: told, crc, ...rest } = JSON.parse(sealedRow(row, number));
      t.same(rest, JSON.parse(JSON.stringify(row)));
      t.equal(told, number);
      t.match(crc, /^[0-9a-f]{8}$/);
    }),
    { seed: 1, numRuns: 50 },
  );
  t.end();
});

test('a seal fits the row as it was written, and no other', (t) => {
  const line = sealedRow({ name: 'Jürgen', cycle: 12 }, 3);
  t.same(sealOf(line), { kind: 'fits', number: 3 });
  for (let at = 0; at < line.length; at++) {
    const changed = `${line.slice(0, at)}${line[at] === '7' ? '8' : '7'}${line.slice(at + 1)}`;
    const seal = sealOf(changed);
    t.not(seal.kind, 'fits', changed);
    // Where the seal itself is spoilt, its keys or the JSON are.
    if (seal.kind === 'none') t.ok(isSpoilt(changed), changed);
  }
  for (let length = 0; length < line.length; length++) t.not(sealOf(line.slice(0, length)).kind, 'fits');
  t.end();
});

test('a row that never had one has none', (t) => {
  for (const line of ['', '{}', 'x', '{"row":{"crc":"4bb98e46"}}', '{"a":",\\"crc\\":\\"4bb98e46\\"}"}'])
    t.same(sealOf(line), { kind: 'none' });
  t.end();
});

function isSpoilt(line: string): boolean {
  try {
    return hasLostItsSeal(JSON.parse(line));
  } catch {
    return true;
  }
}
