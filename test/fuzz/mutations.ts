import fc from 'fast-check';

/** One way to spoil an artefact, drawn by fast-check: which one, where, how much, and with what. */
interface Mutation {
  readonly kind: number;
  /** Both from 0 to below 1: a share of what is there. */
  readonly where: number;
  readonly size: number;
  readonly pick: number;
}

type Spoil = (bytes: Buffer, mutation: Mutation) => Buffer;

/** What stands in for a number, or for any value. */
const ODD_VALUES: readonly string[] = [
  ...['-1', '0', '-0', '0.5', '1e308', '-1e308', '1e999', '9007199254740993', '4294967296', '1e-320'],
  ...['NaN', 'Infinity', '0x10', '1_000', '٣', '1'.repeat(400), '2147483648', '00', '1.', '.5', '+1'],
  ...['null', 'true', '""', '"\\u0000"', '"\\ud800"', '[]', '{}', '[[]]', 'undefined', "'x'", '//', '/**/'],
  ...['"__proto__"', '"constructor"', '{"__proto__":{"x":1}}', '"\\u001b[31m"', '"\u2028"', '"\u202e"'],
];

/** Bytes that mean something to one reader or another, or that no encoding has. */
const ODD_BYTES: readonly Buffer[] = [
  ...['\0', '\r', '\n', '\r\n', '\n\n', '"', '""', '\\', ',', ';', '\t', '#', '[', ']', '{', '}', '='],
  ...[
    '\ufeff',
    '\u2028',
    '\u0085',
    '\u{1f600}',
    'İ',
    '\u202e',
    '__proto__',
    '"__proto__":{},',
    '"schema":1,',
  ],
  ...['[-HKEY_USERS]', 'hex(7):', 'dword:', '@=', '\x1b]0;title\x07', '%s%n', '$(x)', '../', '\\\\?\\'],
  ...['a'.repeat(300), '['.repeat(200), '{"a":'.repeat(200), '"'.repeat(99), ','.repeat(99), '9'.repeat(400)],
]
  .map((text) => Buffer.from(text))
  .concat(
    [[0xed, 0xa0, 0x80], [0xff], [0xc0, 0x80], [0xfe, 0xff], [0xf4, 0x90, 0x80, 0x80]].map((each) =>
      Buffer.from(each),
    ),
  );

const at = (bytes: Buffer, share: number): number => Math.floor(share * (bytes.length + 1));
const picked = <T>(from: readonly T[], share: number): T | undefined => from[Math.floor(share * from.length)];

function replaced(bytes: Buffer, from: number, to: number, by: Buffer): Buffer {
  return Buffer.concat([bytes.subarray(0, from), by, bytes.subarray(to)]);
}

/** Both ends of a line, its end included. */
function lineAt(bytes: Buffer, share: number): readonly [number, number] {
  const place = at(bytes, share);
  const from = place === 0 ? 0 : bytes.lastIndexOf(0x0a, place - 1) + 1;
  const end = bytes.indexOf(0x0a, place);
  return [from, end < 0 ? bytes.length : end + 1];
}

/** Replaces one of the matches in text that is taken byte for byte. */
function replaceMatch(bytes: Buffer, pattern: RegExp, where: number, by: string): Buffer {
  const found = picked([...bytes.toString('latin1').matchAll(pattern)], where);
  if (found === undefined) return bytes;
  return replaced(bytes, found.index, found.index + found[0].length, Buffer.from(by));
}

const TEXT_VALUE = /"(?:[^"\\]|\\.)*"(?=\s*[,}\]])/g;
const NUMBER = /-?\d+(?:\.\d+)?/g;
const KEY = /"(?:[^"\\]|\\.)*"(?=\s*:)/g;

const SPOILS: readonly Spoil[] = [
  (bytes, { pick, where }) => {
    const spoilt = Buffer.from(bytes);
    const place = Math.floor(where * bytes.length);
    if (place < spoilt.length) spoilt[place] = Math.floor(pick * 256);
    return spoilt;
  },
  (bytes, { pick, where }) => {
    const spoilt = Buffer.from(bytes);
    const place = Math.floor(where * bytes.length);
    if (place < spoilt.length) spoilt[place] = (spoilt[place] ?? 0) ^ (1 << Math.floor(pick * 8));
    return spoilt;
  },
  (bytes, { where }) => bytes.subarray(0, at(bytes, where)),
  (bytes, { where }) => bytes.subarray(at(bytes, where)),
  (bytes, { pick, where }) => {
    const place = at(bytes, where);
    return replaced(bytes, place, place, picked(ODD_BYTES, pick) ?? Buffer.alloc(0));
  },
  (bytes, { size, where }) =>
    replaced(bytes, at(bytes, where), at(bytes, where) + Math.floor(size * 64), Buffer.alloc(0)),
  (bytes, { where }) => {
    const [from, to] = lineAt(bytes, where);
    return replaced(bytes, to, to, bytes.subarray(from, to));
  },
  (bytes, { where }) => replaced(bytes, ...lineAt(bytes, where), Buffer.alloc(0)),
  (bytes, { size, where }) => {
    const [from, to] = lineAt(bytes, where);
    const [other] = lineAt(bytes, size);
    return replaced(bytes, other, other, bytes.subarray(from, to));
  },
  (bytes, { pick, where }) => replaceMatch(bytes, NUMBER, where, picked(ODD_VALUES, pick) ?? ''),
  (bytes, { pick, where }) => replaceMatch(bytes, TEXT_VALUE, where, picked(ODD_VALUES, pick) ?? ''),
  (bytes, { pick, where }) =>
    replaceMatch(bytes, KEY, where, picked(['"__proto__"', '"constructor"', '"x"', '""'], pick) ?? ''),
  (bytes, { pick, where }) => {
    // The same key again, with another value.
    const found = picked([...bytes.toString('latin1').matchAll(KEY)], where);
    if (found === undefined) return bytes;
    const twice = Buffer.from(`${found[0]}:${picked(ODD_VALUES, pick)},`, 'latin1');
    return replaced(bytes, found.index, found.index, twice);
  },
  (bytes) => Buffer.concat([Buffer.from('\ufeff'), bytes]),
  (bytes) => Buffer.from(bytes.toString('utf8'), 'utf16le'),
  (bytes) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(bytes.toString('utf8'), 'utf16le')]),
  (bytes) => Buffer.from(bytes.toString('latin1').replaceAll('\n', '\r\n'), 'latin1'),
  (bytes) => Buffer.from(bytes.toString('latin1').replaceAll('\n', '\r'), 'latin1'),
  (bytes, { size, where }) => {
    // Of every magnitude: some bounds are met by long runs alone.
    const run = Buffer.alloc(
      Math.floor(2 ** (size * 17)),
      picked(['a', '[', ' ', '\n', '9', '"', '\0'], where),
    );
    return replaced(bytes, at(bytes, where), at(bytes, where), run);
  },
  (bytes, { size, where }) => {
    const [from, to] = [at(bytes, where), at(bytes, size)].toSorted((a, b) => a - b);
    return Buffer.concat([bytes, bytes.subarray(from, to)]);
  },
];

const share = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const mutation: fc.Arbitrary<Mutation> = fc.record({
  kind: fc.nat(SPOILS.length - 1),
  where: share,
  size: share,
  pick: share,
});

/** Artefacts that were good, spoilt in one to four ways; and, rarely, bytes of no origin. */
export function spoilt(artefacts: readonly Buffer[]): fc.Arbitrary<Buffer> {
  const ofGood = fc.tuple(fc.constantFrom(...artefacts), fc.array(mutation, { minLength: 1, maxLength: 4 }));
  return fc.oneof(
    { weight: 30, arbitrary: ofGood.map(([good, mutations]) => spoil(good, mutations)) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }).map((text) => Buffer.from(text)) },
  );
}

function spoil(good: Buffer, mutations: readonly Mutation[]): Buffer {
  return mutations.reduce((bytes, each) => SPOILS[each.kind]?.(bytes, each) ?? bytes, good);
}
