import { test } from 'tap';
import { noiseOf } from '../support/noise.ts';
import { LEAK_FREE, LEAKS } from '../verdict-bench/families.ts';
import { BASE_BYTES, type Family, tracesOf } from '../verdict-bench/family.ts';
import { ALL_FAMILIES, MORE_LEAK_FREE, MORE_LEAKS } from '../verdict-bench/more-families.ts';

const HORIZON_CYCLES = 2048;

interface Summary {
  readonly mean: number;
  readonly standardError: number;
}

function summaryOf(values: readonly number[]): Summary {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, standardError: Math.sqrt(squares / (values.length - 1) / values.length) };
}

const tracesIn = (family: Family, run: number, count: number, cycles: number): Float64Array[] =>
  tracesOf(family, { seed: 7, run }, { count, cycles, horizonCycles: HORIZON_CYCLES });

/** Growth per cycle between two cycles, over the processes of many runs. */
function growthOf(family: Family, from: number, to: number, runs: number): Summary {
  const growths = Array.from({ length: runs }, (_, run) => tracesIn(family, run, 1, to)).flat();
  return summaryOf(growths.map((trace) => ((trace[to] ?? 0) - (trace[from] ?? 0)) / (to - from)));
}

test('there are 36 families without a leak and 23 with one, each with an id of its own', async (t) => {
  t.equal(LEAK_FREE.length, 15);
  t.equal(LEAKS.length, 12);
  t.equal(LEAK_FREE.length + MORE_LEAK_FREE.length, 36);
  t.equal(LEAKS.length + MORE_LEAKS.length, 23);
  t.equal(new Set(ALL_FAMILIES.map(({ id }) => id)).size, ALL_FAMILIES.length);
  for (const { id, kind } of ALL_FAMILIES) t.equal(id.startsWith('N'), kind === 'leak-free', id);
});

for (const family of ALL_FAMILIES) {
  if (family.traits.includes('unbounded') && !family.name.includes('walk')) continue;
  test(`${family.id} ${family.name}: in the long run it grows by the rate that is said of it`, async (t) => {
    const { mean, standardError } = growthOf(family, 4096, 8192, 200);
    const rate = family.rateAt(8192);
    // One deviation of six happens once in half a billion; a 64 KiB step of stairs that all take is 16 bytes
    // per cycle.
    const slack = family.id === 'L14' ? 16 : 0.5;
    t.ok(Math.abs(mean - rate) <= 6 * standardError + slack, `${mean} is ${rate} within ${standardError}`);
  });
}

test('growth that is slower than linear slows by half and by more when cycles double', async (t) => {
  for (const family of ALL_FAMILIES.filter(({ id }) => ['N07', 'N25', 'N26', 'N27'].includes(id))) {
    const early = growthOf(family, 512, 1024, 400);
    const late = growthOf(family, 2048, 4096, 400);
    t.ok(late.mean > 0 && late.mean < 0.55 * early.mean, family.id);
  }
});

test('a rate that changes is said to be what it is before and after', async (t) => {
  const changing = ALL_FAMILIES.filter(({ rateAt }) => rateAt(1) !== rateAt(4096));
  t.strictSame(
    changing.map(({ id }) => id),
    ['L08', 'L15', 'L16', 'L17'],
  );
  for (const family of changing) {
    for (const [from, to] of [
      [100, 300],
      [1500, 2000],
    ] as const) {
      const { mean, standardError } = growthOf(family, from, to, 50);
      t.ok(Math.abs(mean - family.rateAt(to)) <= 6 * standardError + 1e-6, `${family.id} up to ${to}`);
    }
  }
});

test('only families that are called exact give the same trace in every process of every run', async (t) => {
  for (const family of ALL_FAMILIES) {
    const [first, second] = tracesIn(family, 0, 2, 2048);
    const [other] = tracesIn(family, 1, 1, 2048);
    const isExact = family.traits.includes('exact');
    t.equal(equal(first, second) && equal(first, other), isExact, family.id);
    t.equal(equal(first, second), isExact || family.traits.includes('common'), `${family.id} within a run`);
  }
});

test('the same seed gives the same trace, and a longer one begins with the shorter', async (t) => {
  for (const family of ALL_FAMILIES) {
    const [short] = tracesIn(family, 3, 1, 500);
    const [, , , long] = [
      ...tracesIn(family, 3, 1, 500),
      ...tracesIn(family, 3, 2, 500),
      ...tracesIn(family, 3, 1, 900),
    ];
    t.ok(equal(short, long?.subarray(0, 501)), family.id);
  }
});

test('a process is the same however many others its run has', async (t) => {
  for (const family of ALL_FAMILIES) {
    const all = tracesIn(family, 5, 4, 200);
    const extent = { first: 2, count: 2, cycles: 200, horizonCycles: HORIZON_CYCLES };
    const last = tracesOf(family, { seed: 7, run: 5 }, extent);
    t.ok(equal(all[2], last[0]) && equal(all[3], last[1]), family.id);
  }
});

test('noise has the spread and the memory that its family says', async (t) => {
  const within = (found: number, expected: number, share: number, name: string): boolean =>
    t.ok(Math.abs(found / expected - 1) < share, `${name}: ${found} is about ${expected}`);
  within(
    spreadOf('N02', (y) => y),
    8192,
    0.02,
    'white noise',
  );
  within(
    spreadOf('N03', (y) => y),
    32 * 1024,
    0.05,
    'AR(1)',
  );
  within(
    spreadOf('N21', (y) => y),
    32 * 1024,
    0.12,
    'AR(1) with a long memory',
  );
  within(spreadOf('N04', differences), 1024, 0.02, 'steps of a walk');
  within(spreadOf('N24', differences), 16 * 1024, 0.02, 'steps of a wide walk');
  // An AR(1) of 0.9 moves by sqrt(2(1 - 0.9)) of its spread.
  within(spreadOf('N03', differences), 32 * 1024 * Math.sqrt(0.2), 0.02, 'steps of AR(1)');
});

test('noise with heavy tails has the quartiles of Student t with 2 degrees of freedom', async (t) => {
  const values = tracesIn(familyOf('N31'), 0, 10, 4000).flatMap((trace) => [...trace]);
  const sorted = Float64Array.from(values).sort();
  // t(2) has its upper quartile at sqrt(2/3) = 0.8165.
  const quartile = ((sorted[Math.floor(0.75 * sorted.length)] ?? 0) - BASE_BYTES) / 8192;
  t.ok(Math.abs(quartile - Math.sqrt(2 / 3)) < 0.02, `${quartile}`);
});

test('a tenth of the samples stands out under GC', async (t) => {
  const values = tracesIn(familyOf('N11'), 0, 10, 4000).flatMap((trace) => [...trace]);
  const high = values.filter((value) => value - BASE_BYTES > 10 * 1024).length / values.length;
  // e^(-10/256) of the spikes are higher than that.
  t.ok(Math.abs(high - 0.1 * Math.exp(-10 / 256)) < 0.006, `${high}`);
});

test('neighbouring seeds give unrelated noise', async (t) => {
  const firsts = Array.from({ length: 2000 }, (_, seed) => noiseOf(seed).uniform());
  const { mean, standardError } = summaryOf(firsts);
  t.ok(Math.abs(mean - 0.5) < 5 * standardError);
  const products = firsts.slice(1).map((value, index) => (value - 0.5) * ((firsts[index] ?? 0) - 0.5));
  const together = summaryOf(products);
  t.ok(Math.abs(together.mean) < 5 * together.standardError);
});

function familyOf(id: string): Family {
  const family = ALL_FAMILIES.find((each) => each.id === id);
  if (family === undefined) throw new Error(`no family ${id}`);
  return family;
}

/** The standard deviation of something of many traces. */
function spreadOf(id: string, of: (bytes: Float64Array) => Float64Array): number {
  const values = tracesIn(familyOf(id), 0, 40, 2000).flatMap((trace) => [...of(trace)]);
  return summaryOf(values).standardError * Math.sqrt(values.length);
}

function differences(bytes: Float64Array): Float64Array {
  return bytes.subarray(1).map((value, index) => value - (bytes[index] ?? 0));
}

function equal(a: Float64Array | undefined, b: Float64Array | undefined): boolean {
  return a !== undefined && b !== undefined && a.length === b.length && a.every((value, i) => value === b[i]);
}
