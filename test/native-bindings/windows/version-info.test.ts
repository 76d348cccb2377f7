import { test } from 'tap';
import { isReasonableTree } from '../../../native-bindings/windows/resource-tree.ts';
import { parseVersionInfo } from '../../../native-bindings/windows/version-info.ts';
import fc from '../../support/seeded-properties.ts';

/** A block of VS_VERSIONINFO: header, key, value, children, each on a border of four bytes. */
function block(key: string, type: 0 | 1, value: Buffer, children: readonly Buffer[] = []): Buffer {
  const padded = (bytes: Buffer) => Buffer.concat([bytes, Buffer.alloc(-bytes.length & 3)]);
  const header = Buffer.alloc(6);
  const name = Buffer.from(`${key}\0`, 'utf16le');
  const content = Buffer.concat([padded(Buffer.concat([header, name])), value]);
  const whole = Buffer.concat([children.length > 0 ? padded(content) : content, ...children.map(padded)]);
  whole.writeUInt16LE(whole.length, 0);
  whole.writeUInt16LE(type === 1 ? value.length / 2 : value.length, 2);
  whole.writeUInt16LE(type, 4);
  return whole;
}

function fixed(high: number, low: number): Buffer {
  const bytes = Buffer.alloc(52);
  bytes.writeUInt32LE(0xfeef04bd);
  bytes.writeUInt32LE(high, 8);
  bytes.writeUInt32LE(low, 12);
  return bytes;
}

const text = (value: string) => Buffer.from(`${value}\0`, 'utf16le');
const NOTHING = Buffer.alloc(0);

function resource(version: Buffer, texts: Readonly<Record<string, string>>): Buffer {
  const strings = Object.entries(texts).map(([key, value]) => block(key, 1, text(value)));
  return block('VS_VERSION_INFO', 0, version, [
    block('StringFileInfo', 1, NOTHING, [block('040904b0', 1, NOTHING, strings)]),
    block('VarFileInfo', 1, NOTHING, [block('Translation', 0, Buffer.from([9, 4, 0xb0, 4]))]),
  ]);
}

const HOTFIX = resource(fixed(0x0006_0005, 0x1c40_004b), {
  ProductName: 'Exchange',
  OriginalFilename: 'MAPI32.DLL',
});

test('the file version and the texts are what was put in', async (t) => {
  const { texts, version } = parseVersionInfo(HOTFIX);
  t.equal(version, '6.5.7232.75');
  t.same(
    [...texts],
    [
      ['ProductName', 'Exchange'],
      ['OriginalFilename', 'MAPI32.DLL'],
    ],
  );
  const word = fc.nat(0xffff);
  const name = fc.stringMatching(/^[A-Za-z]{1,20}$/);
  fc.assert(
    fc.property(
      word,
      word,
      word,
      word,
      fc.dictionary(name, fc.stringMatching(/^[ -~é]{0,40}$/), { noNullPrototype: true }),
      (a, b, c, d, given) => {
        fc.pre(a + b + c + d > 0);
        const info = parseVersionInfo(resource(fixed(((a << 16) | b) >>> 0, ((c << 16) | d) >>> 0), given));
        t.equal(info.version, [a, b, c, d].join('.'));
        t.same(Object.fromEntries(info.texts), given);
      },
    ),
    { numRuns: 50 },
  );
});

test('no fixed part, or one of zeros, is no version', async (t) => {
  t.equal(parseVersionInfo(resource(NOTHING, { ProductName: 'x' })).version, null);
  t.equal(parseVersionInfo(resource(NOTHING, { ProductName: 'x' })).texts.get('ProductName'), 'x');
  t.equal(parseVersionInfo(resource(fixed(0, 0), {})).version, null);
  t.equal(parseVersionInfo(Buffer.alloc(0)).version, null);
});

test('a block of no length ends the reading, and does not go round for ever', async (t) => {
  for (let at = 0; at < HOTFIX.length; at += 2) {
    const bytes = Buffer.from(HOTFIX);
    bytes.writeUInt16LE(0, at);
    parseVersionInfo(bytes);
  }
  t.pass('it came back each time');
});

test('whatever is cut off or changed, reading ends without an error', async () => {
  const change = fc.record({ at: fc.nat(HOTFIX.length - 1), to: fc.nat(255) });
  fc.assert(
    fc.property(fc.nat(HOTFIX.length), fc.array(change, { maxLength: 12 }), (length, changes) => {
      const bytes = Buffer.from(HOTFIX.subarray(0, length));
      for (const { at, to } of changes) if (at < length) bytes[at] = to;
      const { version } = parseVersionInfo(bytes);
      return version === null || /^\d+\.\d+\.\d+\.\d+$/.test(version);
    }),
    { numRuns: 5000 },
  );
});

/** A resource directory with so many entries, each of which points to the same offset. */
function directory(count: number, target: number): Buffer {
  const bytes = Buffer.alloc(16 + 8 * count);
  bytes.writeUInt16LE(count, 14);
  for (let i = 0; i < count; i++) bytes.writeUInt32LE(target >>> 0, 16 + 8 * i + 4);
  return bytes;
}

test('a resource tree that points back at itself, or claims too much, is not read', async (t) => {
  t.equal(isReasonableTree(directory(0, 0)), true);
  t.equal(isReasonableTree(directory(3, 0x8000_0000)), false, 'a directory within itself');
  t.equal(
    isReasonableTree(Buffer.concat([directory(2000, 0x8000_0000 + 16 + 8 * 2000), directory(10, 0)])),
    false,
  );
  const leaf = Buffer.alloc(16);
  leaf.writeUInt32LE(100, 4);
  t.equal(isReasonableTree(Buffer.concat([directory(1, 24), leaf])), true);
  leaf.writeUInt32LE(65 * 2 ** 20, 4);
  t.equal(isReasonableTree(Buffer.concat([directory(1, 24), leaf])), false, 'more than a resource holds');
  t.equal(isReasonableTree(Buffer.alloc(15)), false);
});
