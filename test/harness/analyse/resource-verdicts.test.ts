import { test } from 'tap';
import { analyse } from '../../../harness/analyse/analyse.ts';
import type { ResourceName } from '../../../harness/contract/resources.ts';
import type { ResourceResult, Result } from '../../../harness/contract/result.ts';
import { noiseOf } from '../../support/noise.ts';
import fc from '../../support/seeded-properties.ts';
import { CLEAN, LEAKING } from './families.ts';
import { AT, type Curve, makeRun, type RunShape } from './make-run.ts';

const flat = () => (): number => 5_000_000;
const leaking = (bytes: number) => (): Curve => (c) => 5_000_000 + bytes * c;
const noisy =
  (bytes: number, spread: number) =>
  (replicate: number): Curve => {
    const noise = noiseOf(replicate);
    return (c) => bytes * c + noise.normal(spread);
  };

/** One arm, off, with the resources given. */
function ofOff(off: RunShape['curves']['off'], shape: Omit<RunShape, 'curves'> = {}): Result {
  return analyse(makeRun({ ...shape, curves: { off: off ?? {} } }));
}
function resourceOf(result: Result, resource: ResourceName): ResourceResult {
  const found = result.arms[0]?.resources[resource];
  if (found === undefined) throw new Error(`no ${resource}`);
  return found;
}
const heapOf = (curve: (replicate: number) => Curve, shape: Omit<RunShape, 'curves'> = {}): ResourceResult =>
  resourceOf(ofOff({ heapBytes: curve }, shape), 'heapBytes');

test('growth convicts from the margin on', async (t) => {
  t.equal(heapOf(leaking(63.9)).verdict, 'no-leak');
  t.match(heapOf(leaking(63.9)).reason, /grew by 63\.9 bytes .*less than the margin of 64 bytes/);
  t.equal(heapOf(leaking(64.1)).verdict, 'leak');
  const heaps = (perCycle: number) => ofOff({ heaps: () => (c) => Math.floor(3 + perCycle * c) });
  t.equal(resourceOf(heaps(0.1), 'heaps').verdict, 'leak', 'a heap every ten logons');
  t.equal(resourceOf(heaps(0), 'heaps').verdict, 'no-leak');
});

test('six samples after warm-up are judged, five are not', async (t) => {
  // Samples at 375, 500, ..., 1,000 lie after the first quarter; at 350, 525, 700, 875 and 1,000.
  const six = heapOf(leaking(1000), { plan: { blockCycles: 125 } });
  t.equal(six.samples, 6);
  t.equal(six.verdict, 'leak');
  const five = heapOf(leaking(1000), { plan: { blockCycles: 175 } });
  t.equal(five.samples, 5);
  t.equal(five.verdict, 'inconclusive');
  t.equal(five.perCycle, null);
  t.equal(five.window, null);
  t.match(
    five.reason,
    /^too few samples \(5 samples after warm-up; 6 are needed.*lower --block, or run about 1,500 cycles/,
  );
});

test('too few heap walks name the walk budget', async (t) => {
  const overBudget = { covered: 'none', reason: 'budget' } as const;
  const { reason } = heapOf(leaking(1000), { plan: { blockCycles: 175 }, walk: overBudget });
  t.match(
    reason,
    /^too few heap walks fitted the walk budget \(5 samples.*raise --walk-budget, or run about 1,500 cycles/,
  );
});

test('the first pass over the mailboxes is warm-up when there were two', async (t) => {
  const cache = () => (c: number) => 3000 * Math.min(c, 500);
  const twoPasses = { kind: 'generated', count: 500 } as const;
  const settled = heapOf(cache, { plan: { mailboxes: twoPasses } });
  t.equal(settled.verdict, 'no-leak');
  t.strictSame(settled.window, { fromCycle: 500, toCycle: 1000 });
  const onePass = ofOff(
    { heapBytes: leaking(3000) },
    { plan: { mailboxes: { kind: 'generated', count: 501 } } },
  );
  t.equal(resourceOf(onePass, 'heapBytes').window?.fromCycle, 251, 'else only the first quarter is');
  t.match(onePass.warnings.join('\n'), /fewer than two passes over the 501 mailboxes/);
  const repeated = { mailboxes: { kind: 'generated', count: 501 }, mailboxOrder: 'repeated' } as const;
  t.notMatch(ofOff({ heapBytes: leaking(3000) }, { plan: repeated }).warnings.join('\n'), /passes/);
});

test('growth is no leak before 256 cycles, and none no proof before 500', async (t) => {
  const of = (curve: () => Curve, cycles: number, blockCycles: number): ResourceResult =>
    heapOf(curve, { cycles, plan: { blockCycles } });
  t.equal(of(leaking(1000), 497, 7).verdict, 'inconclusive');
  t.match(of(leaking(1000), 497, 7).reason, /but so may a warm-up .*run at least 500 cycles per replicate$/);
  t.equal(of(leaking(1000), 500, 10).verdict, 'leak');
  t.equal(of(flat, 497, 7).verdict, 'inconclusive');
  t.match(of(flat, 497, 7).reason, /but a leak may begin later: run at least 500 cycles per replicate$/);
  t.equal(of(flat, 500, 10).verdict, 'no-leak');
});

test('what lumps of 4 KiB could hide counts as detectable, and as a doubt until it is below the margin', async (t) => {
  // -4096 ln(0.025) / (4 replicates x 740 cycles) = 5.105 bytes.
  const within = (bytesPerCycle: number): ResourceResult =>
    heapOf(flat, { plan: { margin: { bytesPerCycle, countPerCycle: 0.01, of: {} } } });
  t.equal(within(5.2).smallestDetectable?.toFixed(3), '5.105');
  t.equal(within(5.2).verdict, 'no-leak');
  t.match(within(5.2).reason, /^grew by at most 5\.2 bytes per logon/);
  t.equal(within(5).verdict, 'inconclusive');
  t.match(
    within(5).reason,
    /lumps of 4,096 bytes that come seldom could hide up to 5\.2 bytes .*about 1,100 cycles per replicate/,
  );
  // One count: -ln(0.025) / 2,960 = 0.00125.
  const heaps = (countPerCycle: number): ResourceResult =>
    resourceOf(
      ofOff({ heaps: flat }, { plan: { margin: { bytesPerCycle: 64, countPerCycle, of: {} } } }),
      'heaps',
    );
  t.equal(heaps(0.0013).verdict, 'no-leak');
  t.equal(heaps(0.0012).verdict, 'inconclusive');
});

test('a supporting resource convicts only beyond the margin and chance, and never acquits', async (t) => {
  t.equal(resourceOf(ofOff({ privateBytes: flat }), 'privateBytes').verdict, 'inconclusive');
  t.match(resourceOf(ofOff({ privateBytes: flat }), 'privateBytes').reason, /too coarse to prove/);
  t.equal(resourceOf(ofOff({ privateBytes: leaking(1000) }), 'privateBytes').verdict, 'leak');
  // A page more or less at each end is 4096 / 740 = 5.5 bytes per cycle, and what it leaves
  // open 8.2: 75 bytes clear the margin by the one, not by both.
  t.equal(resourceOf(ofOff({ privateBytes: leaking(75) }), 'privateBytes').verdict, 'inconclusive');
  t.equal(resourceOf(ofOff({ privateBytes: leaking(80) }), 'privateBytes').verdict, 'leak');
  // Processes that differ from each other: certain enough at 97.5 %, not at 99.9 %.
  const blurred = (replicate: number) => leaking([160, 185, 215, 240][replicate - 1] ?? Number.NaN)();
  t.equal(resourceOf(ofOff({ heapBytes: blurred }), 'heapBytes').verdict, 'leak');
  t.equal(resourceOf(ofOff({ privateBytes: blurred }), 'privateBytes').verdict, 'inconclusive');
});

test('an arm is clean when every gate is, whatever the coarse resources leave open', async (t) => {
  const clean = ofOff({ heapBytes: flat, handles: flat, privateBytes: noisy(0, 500_000) });
  t.equal(clean.arms[0]?.verdict, 'no-leak');
  t.equal(ofOff({ heapBytes: flat, handles: leaking(1) }).arms[0]?.verdict, 'leak', 'one gate convicts');
  const open = ofOff({ heapBytes: flat, handles: noisy(0, 500) });
  t.equal(open.arms[0]?.verdict, 'inconclusive', 'one gate keeps it open');
  t.match(open.arms[0]?.reason, /^handles: /);
});

test('a supporting resource convicts an arm that all gates acquit, and the reason says who does', async (t) => {
  const [arm] = ofOff({ heapBytes: flat, mappedBytes: leaking(65_536) }).arms;
  t.equal(arm?.verdict, 'leak');
  t.match(arm?.reason, /65,536 bytes .*\(mapped sections\) per logon, seen only in mapped sections$/);
});

test('without the heaps nothing is acquitted', async (t) => {
  const [arm] = ofOff({ handles: flat }).arms;
  t.equal(arm?.verdict, 'inconclusive');
  t.match(arm?.reason, /without a reading of the heaps.*not read in this run/);
  t.equal(ofOff({ heaps: flat }).arms[0]?.verdict, 'no-leak', 'their number will do');
});

test('what could not be read is unsupported, with the reason', async (t) => {
  const unsupported = [{ resource: 'gdiObjects', reason: 'Windows only' }];
  const events = [
    {
      ...AT,
      event: 'source-unsupported',
      replicate: 'off-1',
      arm: 'off',
      resource: 'handles',
      reason: 'reads 0',
    },
  ] as const;
  const result = ofOff({ heapBytes: flat, handles: () => () => 0 }, { environment: { unsupported }, events });
  t.equal(resourceOf(result, 'handles').verdict, 'unsupported', 'even if it gave numbers');
  t.equal(resourceOf(result, 'handles').reason, 'reads 0');
  t.equal(resourceOf(result, 'gdiObjects').reason, 'Windows only');
  t.equal(resourceOf(result, 'threads').reason, 'not read in this run');
  t.equal(result.arms[0]?.verdict, 'no-leak', 'an unsupported gate does not stand in the way');
});

test('what the probe of the environment missed and a session host read all the same is judged', async (t) => {
  const unsupported = [{ resource: 'heapBytes', reason: 'no heap walk' }];
  const result = ofOff({ heapBytes: leaking(1000) }, { environment: { unsupported } });
  t.equal(resourceOf(result, 'heapBytes').verdict, 'leak');
  t.equal(
    resourceOf(ofOff({ heaps: flat }, { environment: { unsupported } }), 'heapBytes').reason,
    'no heap walk',
  );
});

test('context is measured and never judged', async (t) => {
  const shown = resourceOf(ofOff({ heapBytes: flat, workingSetBytes: leaking(9000) }), 'workingSetBytes');
  t.equal(shown.verdict, 'inconclusive');
  t.equal(shown.reason, 'shown only, not judged');
  t.equal(Math.round(shown.perCycle?.estimate ?? 0), 9000);
});

test('a lone replicate decides only when every sample lies on one line', async (t) => {
  const lone = { plan: { replicates: 1 } };
  t.equal(heapOf(leaking(1000), lone).verdict, 'leak');
  t.equal(heapOf(flat, lone).verdict, 'no-leak');
  // The grain of busy heap bytes is 16: one sample off the line by so much is rounding, by more it is noise.
  const offLine = (bytes: number) => () => (c: number) => 1000 * c + (c === 600 ? bytes : 0);
  t.equal(heapOf(offLine(15), lone).verdict, 'leak');
  t.equal(heapOf(offLine(17), lone).verdict, 'inconclusive');
  t.match(heapOf(offLine(17), lone).reason, /in one process, .*at least 3 replicates/);
  t.equal(heapOf(offLine(17)).verdict, 'leak', 'with four replicates it is');
  const blurred = heapOf(noisy(1000, 50_000), lone).perCycle;
  t.ok(blurred && blurred.high - blurred.low > 50, 'its interval is that of its own samples');
  const pair = makeRun({
    curves: { off: { heapBytes: noisy(1000, 5000) }, on: { heapBytes: flat } },
    ...lone,
  });
  t.equal(analyse(pair).differences[0]?.resources['heapBytes']?.verdict, 'inconclusive');
});

test('outliers in the same cycles of every process widen the interval and convict nobody', async (t) => {
  const spiked = () => (c: number) => (c > 970 ? 1_000_000 : 0);
  const { verdict, perCycle } = heapOf(spiked);
  t.equal(verdict, 'inconclusive');
  t.ok((perCycle?.low ?? 1) <= 0, 'the median slope is zero');
  t.ok((perCycle?.high ?? 0) > 100, 'least squares is not');
});

test('no verdict contradicts the interval beside it', async (t) => {
  const families = [...Object.values(CLEAN), ...Object.values(LEAKING)];
  const contradictions = fc.property(
    fc.constantFrom(...families),
    fc.integer({ min: 0, max: 2 ** 30 }),
    fc.integer({ min: 10, max: 200 }),
    (family, seed, blocks) => {
      const heapBytes = (replicate: number) => family.curve(noiseOf(seed + replicate));
      const { verdict, perCycle } = heapOf(heapBytes, { cycles: 10 * blocks });
      if (perCycle === null) return verdict === 'inconclusive';
      const { low, estimate, high } = perCycle;
      if (!(low <= estimate && estimate <= high)) return false;
      return verdict === 'leak' ? low > 0 && high >= 64 : verdict !== 'no-leak' || high < 64;
    },
  );
  t.doesNotThrow(() => fc.assert(contradictions, { seed: 51, numRuns: 600 }));
});

test('an open verdict says how many cycles would settle it', async (t) => {
  const open = heapOf(noisy(0, 200_000));
  t.equal(open.verdict, 'inconclusive');
  const wanted = Number(/about ([\d,]+) cycles/.exec(open.reason)?.[1]?.replaceAll(',', ''));
  t.ok(wanted > 1000);
  const settled = heapOf(noisy(0, 200_000), { cycles: 2 * wanted });
  t.equal(settled.verdict, 'no-leak', 'and twice as many do');
});

test('the smallest detectable growth would be found by the same run', async (t) => {
  const limit = heapOf(noisy(0, 5000)).smallestDetectable ?? Number.NaN;
  t.ok(limit > 0.5 && limit < 20, `${limit} bytes per cycle`);
  t.ok((heapOf(noisy(3 * limit, 5000)).perCycle?.low ?? 0) > 0);
});

test('a leak in rare lumps is not said to grow evenly', async (t) => {
  const lumps = (replicate: number): Curve => {
    const noise = noiseOf(replicate + 5);
    let done = 0;
    let level = 0;
    return (cycle) => {
      for (; done < cycle; done += 1) if (noise.uniform() < 1 / 500) level += 65_536;
      return level;
    };
  };
  const { verdict, reason } = heapOf(lumps, { cycles: 8192, plan: { blockCycles: 16 } });
  t.equal(verdict, 'leak');
  t.match(reason, /^grew in lumps, on average by \d+ bytes \[\d+, \d+\] per logon from cycle/);
});
