import fc from 'fast-check';

/** Values that are JSON and still not what was meant. */
const ODD: readonly unknown[] = [
  ...[0, -0, 1, -1, 0.5, 2 ** 31, 2 ** 32, 2 ** 53 - 1, 1e15, 1e300, 1.7e308, -1.7e308, 5e-324],
  ...[null, true, false, '', 'x', '__proto__', '\0', '\ud800', '\u2028', '\u001b[2J', 'a'.repeat(5000)],
  ...[[], {}, [[]], [null], { length: 5 }, JSON.parse('{"__proto__":{"polluted":1}}')],
];

/** Where in a value something is changed, step by step, and into what. */
interface Change {
  readonly path: readonly number[];
  readonly how: number;
  readonly to: number;
}

const change: fc.Arbitrary<Change> = fc.record({
  path: fc.array(fc.nat(99), { minLength: 1, maxLength: 6 }),
  how: fc.nat(9),
  to: fc.nat(ODD.length - 1),
});

/** JSON values that were good, changed in a few places: their text is JSON, and most of it fits the schema. */
export function changed(good: readonly unknown[]): fc.Arbitrary<unknown> {
  return fc
    .tuple(fc.constantFrom(...good), fc.array(change, { minLength: 1, maxLength: 4 }))
    .map(([value, changes]) =>
      changes.reduce((each, one) => changedAt(each, one.path, one), structuredClone(value)),
    );
}

function changedAt(value: unknown, path: readonly number[], change: Change): unknown {
  const [step, ...rest] = path;
  if (step === undefined || typeof value !== 'object' || value === null) return instead(value, change);
  const entries = Object.entries(value);
  const at = entries.length === 0 ? 0 : step % entries.length;
  const [key, inner] = entries[at] ?? [];
  if (key === undefined) return instead(value, change);
  const isHere = rest.length === 0;
  const kept = entries.flatMap((entry, index) => {
    if (index !== at) return [entry];
    if (isHere && change.how === 0) return [];
    if (isHere && change.how === 1) return [entry, entry];
    return [[key, changedAt(inner, rest, change)] as const];
  });
  return Array.isArray(value) ? kept.map(([, each]) => each) : Object.fromEntries(kept);
}

/** Numbers become other numbers more often than something else: that is what schemas let through. */
function instead(value: unknown, { how, to }: Change): unknown {
  if (typeof value === 'number' && how > 3)
    return [value + 1, value * 2, -value, value * 1e6, value / 3, 0][how - 4];
  return ODD[to];
}

/** What a number becomes; most of it is within what files may say. */
const OTHER_NUMBERS: readonly ((value: number) => number)[] = [
  ...[() => 0, () => 1, () => 7, () => 1e11, () => 1.8e19, () => 0.1, () => 2 ** 31, () => 1e-300],
  ...[
    (value: number) => value + 1,
    (value: number) => value - 1,
    (value: number) => value * 2,
    (value: number) => Math.floor(value / 3),
    (value: number) => value * 1e6,
    (value: number) => Math.abs(value),
    (value: number) => Math.sqrt(value),
    (value: number) => value - 1e3,
  ],
];

/** Rows that were good, with other numbers in some of them, some twice, some gone, some elsewhere. */
export function rowsChanged(good: readonly unknown[]): fc.Arbitrary<readonly unknown[]> {
  const place = fc.nat(good.length - 1);
  const numbers = fc.array(fc.tuple(place, fc.nat(30), fc.nat(OTHER_NUMBERS.length - 1)), { maxLength: 6 });
  const moves = fc.array(fc.tuple(place, place, fc.nat(2)), { maxLength: 3 });
  return fc.tuple(numbers, moves).map(([changes, moved]) => {
    const rows = changes.reduce(
      (all, [at, which, how]) =>
        all.map((row, index) => (index === at ? numberChanged(row, which, how) : row)),
      good,
    );
    return moved.reduce((all, [from, to, how]) => {
      const kept = how === 0 ? all : all.toSpliced(from, 1);
      return how === 1 ? kept : kept.toSpliced(to, 0, ...all.slice(from, from + 1));
    }, rows);
  });
}

/** The same value with its n-th number changed, counted round and round. */
function numberChanged(value: unknown, which: number, how: number): unknown {
  const count = numbersIn(value);
  if (count === 0) return value;
  let left = which % count;
  const walk = (inner: unknown): unknown => {
    if (typeof inner === 'number') return left-- === 0 ? otherNumber(inner, how) : inner;
    if (Array.isArray(inner)) return inner.map(walk);
    if (typeof inner !== 'object' || inner === null) return inner;
    return Object.fromEntries(
      Object.entries(inner).map(([key, each]) => [key, key === 'schema' ? each : walk(each)]),
    );
  };
  return walk(value);
}

/** A whole number stays one: most of them must. */
function otherNumber(value: number, how: number): number {
  const other = OTHER_NUMBERS[how]?.(value) ?? value;
  return Number.isInteger(value) ? Math.round(other) : other;
}

function numbersIn(value: unknown): number {
  if (typeof value === 'number') return 1;
  if (typeof value !== 'object' || value === null) return 0;
  const inner = Object.entries(value).filter(([key]) => key !== 'schema');
  return inner.reduce((sum: number, [, each]) => sum + numbersIn(each), 0);
}
