import { test } from 'tap';
import { type RegSection, regeditPath, writeRegFile } from '../../../native-bindings/windows/reg-file.ts';
import { REGISTRY_VIEWS } from '../../../native-bindings/windows/registry-keys.ts';
import { dword, type RegistryValue, text } from '../../../native-bindings/windows/registry-values.ts';
import { parseRegFile } from '../../support/parse-reg-file.ts';
import fc from '../../support/seeded-properties.ts';

const KEY = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Example';

const textOf = (file: Buffer): string => file.toString('utf16le');

/** Anything that a registry may hold: numbers, texts with every character, bytes of any type. */
const anyValue: fc.Arbitrary<RegistryValue> = fc.oneof(
  fc.nat(0xffff_ffff).map(dword),
  fc.string({ unit: 'binary' }).map(text),
  fc
    .string({ unit: fc.constantFrom('a', '"', '\\', '\n', '\r', '\0', ';', '=', ' ', 'é', '\ud83d') })
    .map(text),
  fc.record({
    type: fc.oneof(fc.nat(12), fc.nat(0xffff_ffff)),
    data: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  }),
);
const anyName = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', 'B', '"', '\\', '=', ';', '@', ']', '[', '-', ' ', 'é') }),
  fc.string(),
);
const anySections: fc.Arbitrary<RegSection[]> = fc.array(
  fc.oneof(
    fc.record({
      kind: fc.constant('values' as const),
      key: anyName.map((name) => `${KEY}\\${name}`),
      values: fc.array(fc.record({ name: anyName, value: fc.option(anyValue, { nil: null }) }), {
        maxLength: 5,
      }),
    }),
    fc.record({ kind: fc.constant('delete-key' as const), key: anyName.map((name) => `${KEY}\\${name}`) }),
  ),
  { maxLength: 4 },
);

test('whatever is written reads back the same: any type, any bytes, quotes, backslashes, newlines', async (t) => {
  fc.assert(
    fc.property(anySections, (sections) => {
      t.same(parseRegFile(writeRegFile(sections, ['a comment'])), sections);
    }),
    { numRuns: 300 },
  );
});

test('a file is UTF-16LE with a byte order mark and CRLF, as regedit writes it', async (t) => {
  const file = writeRegFile(
    [
      {
        kind: 'values',
        key: KEY,
        values: [
          { name: '', value: text('C:\\a "b" é') },
          { name: 'CleanUpMAPIHeap', value: dword(1) },
          { name: 'gone', value: null },
          { name: 'bytes', value: { type: 3, data: Buffer.from([0, 0xff]) } },
          { name: 'expand', value: { type: 2, data: Buffer.from('a\0', 'utf16le') } },
          { name: 'short', value: { type: 4, data: Buffer.from([1]) } },
          { name: 'two lines', value: text('a\nb') },
          { name: 'unterminated', value: { type: 1, data: Buffer.from('a', 'utf16le') } },
        ],
      },
      { kind: 'delete-key', key: `${KEY}\\Ours`, comment: ['ours'] },
    ],
    ['head'],
  );
  t.same([...file.subarray(0, 2)], [0xff, 0xfe]);
  t.equal(
    textOf(file),
    `\ufeff${[
      'Windows Registry Editor Version 5.00',
      '',
      '; head',
      '',
      `[${KEY}]`,
      '@="C:\\\\a \\"b\\" é"',
      '"CleanUpMAPIHeap"=dword:00000001',
      '"gone"=-',
      '"bytes"=hex:00,ff',
      '"expand"=hex(2):61,00,00,00',
      '"short"=hex(4):01',
      '"two lines"=hex(1):61,00,0a,00,62,00,00,00',
      '"unterminated"=hex(1):61,00',
      '',
      '; ours',
      `[-${KEY}\\Ours]`,
      '',
      '',
    ].join('\r\n')}`,
  );
});

test('long data is folded below 80 columns', async (t) => {
  const long = { type: 3, data: Buffer.alloc(300, 7) };
  const file = writeRegFile([{ kind: 'values', key: KEY, values: [{ name: 'long', value: long }] }]);
  const lines = textOf(file).split('\r\n');
  t.ok(lines.length > 10);
  t.ok(lines.every((line) => line.length <= 80));
});

test('a name that no line can hold is refused, not mangled', async (t) => {
  for (const name of ['a\nb', 'a\r', '\0', '\ud800']) {
    const entry = { kind: 'values', key: KEY, values: [{ name, value: null }] } as const;
    t.throws(() => writeRegFile([entry]), TypeError);
    t.throws(() => writeRegFile([{ kind: 'delete-key', key: `${KEY}\\${name}` }]), TypeError);
  }
});

test('the native regedit finds the 32-bit view below WOW6432Node, where there are two views', async (t) => {
  const path = 'SOFTWARE\\Microsoft\\Software';
  t.equal(
    regeditPath('32-bit', REGISTRY_VIEWS, path),
    'HKEY_LOCAL_MACHINE\\SOFTWARE\\WOW6432Node\\Microsoft\\Software',
  );
  t.equal(regeditPath('64-bit', REGISTRY_VIEWS, path), `HKEY_LOCAL_MACHINE\\${path}`);
  t.equal(regeditPath('32-bit', ['32-bit'], path), `HKEY_LOCAL_MACHINE\\${path}`, '32-bit Windows');
});
