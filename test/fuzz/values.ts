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
