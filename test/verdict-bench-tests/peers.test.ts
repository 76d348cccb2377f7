import { test } from 'tap';
import { noiseOf } from '../support/noise.ts';
import { autoregressive } from '../verdict-bench/curves.ts';
import { ALL_PEERS } from '../verdict-bench/peers.ts';
import { PEER_CYCLES } from '../verdict-bench/settings.ts';

const BASE = 5_000_000;

function judge(name: string, curve: (cycle: number) => number): { isAlarm: boolean; cycles: number } {
  const peer = ALL_PEERS.find((each) => each.name === name);
  if (peer === undefined) throw new Error(`no rule ${name}`);
  return peer.judge(Float64Array.from({ length: PEER_CYCLES + 1 }, (_, cycle) => BASE + curve(cycle)));
}

const alarms = (name: string, curve: (cycle: number) => number): boolean => judge(name, curve).isAlarm;
const linear = (rate: number) => (cycle: number) => rate * cycle;
/** Steps up at some cycles, by a height. */
const steps =
  (height: number, ...at: readonly number[]) =>
  (cycle: number) =>
    height * at.filter((each) => each <= cycle).length;
/** As much up as down, in an order without trend or period to speak of. */
const jitter = (cycle: number): number => ((cycle * 7919) % 101) - 50;

test('no rule raises an alarm on memory that does not move', async (t) => {
  for (const { name } of ALL_PEERS)
    t.notOk(
      alarms(name, () => 0),
      name,
    );
});

test('every rule says how many cycles it spent, and no more than there are', async (t) => {
  for (const { name } of ALL_PEERS) {
    for (const curve of [linear(0), linear(1000), linear(-1000), jitter]) {
      const { cycles } = judge(name, curve);
      t.ok(cycles >= 2 && cycles <= PEER_CYCLES, `${name}: ${cycles}`);
    }
  }
});

test('memwatch wants five rises in a row, within 200 cycles', async (t) => {
  t.strictSame(judge('memwatch', steps(1, 11, 12, 13, 14, 15)), { isAlarm: true, cycles: 15 });
  t.notOk(alarms('memwatch', steps(1, 11, 12, 13, 14, 16, 17, 18, 19)));
  t.ok(alarms('memwatch', steps(1, 196, 197, 198, 199, 200)));
  t.notOk(alarms('memwatch', steps(1, 197, 198, 199, 200, 201)));
});

test('leakage wants five of six diffs of 30 cycles above 1,024 bytes, in a row', async (t) => {
  t.ok(alarms('leakage', linear(1025 / 30)));
  t.notOk(alarms('leakage', linear(1024 / 30)));
  t.ok(alarms('leakage', steps(1025, 31, 61, 91, 121, 151)), 'the first diff may be flat');
  t.notOk(alarms('leakage', steps(1025, 1, 31, 61, 121, 151)), 'one in the middle may not');
});

test('CPython wants every tracked delta at least 1', async (t) => {
  t.ok(alarms('CPython -R 3:3', steps(1, 4, 5, 6)));
  t.notOk(alarms('CPython -R 3:3', steps(1, 1, 2, 3, 4, 5)), 'a single zero hides a leak');
  t.notOk(alarms('CPython -R 3:3', linear(0.9)));
  t.ok(alarms('CPython -R 5:4', steps(1, 6, 7, 8, 9)));
  t.notOk(alarms('CPython -R 5:4', steps(1, 4, 5, 6, 7, 8)));
});

test('psleak acquits at the first run that grows no more than the one before', async (t) => {
  t.strictSame(judge('psleak', linear(1)), { isAlarm: true, cycles: 6510 });
  t.strictSame(judge('psleak', linear(0)), { isAlarm: false, cycles: 210 });
  t.strictSame(
    judge('psleak', (c) => c + steps(101, 100)(c)),
    { isAlarm: false, cycles: 510 },
  );
  t.ok(alarms('psleak', (c) => c + steps(99, 100)(c)));
});

test('LeakCanary wants a rise of two at each dump and stops at the first without', async (t) => {
  t.strictSame(judge('LeakCanary', linear(1)), { isAlarm: true, cycles: 10 });
  t.notOk(alarms('LeakCanary', linear(0.99)));
  t.strictSame(judge('LeakCanary', steps(2, 3, 5)), { isAlarm: false, cycles: 8 });
});

test('BLeak wants every one of 8 snapshots above the one before', async (t) => {
  t.ok(alarms('BLeak', steps(1, 2, 3, 4, 5, 6, 7, 8)));
  t.notOk(alarms('BLeak', steps(1, 1, 2, 3, 4, 5, 6, 7)));
});

test('rules of two dumps see the ends alone', async (t) => {
  t.ok(alarms('Telemetry', steps(1, 10)));
  t.notOk(alarms('Telemetry', steps(1, 1)));
  t.ok(alarms('Test::LeakTrace', steps(1, 2)));
  t.notOk(alarms('Test::LeakTrace', steps(1, 1, 3)));
});

test('Ruby wants twice the memory after 1,000 cycles', async (t) => {
  t.ok(alarms('Ruby', linear(BASE / 1000)));
  t.notOk(alarms('Ruby', linear(BASE / 1001)));
});

test('HHVM compares growth over 3,000 calls with growth over 1,000', async (t) => {
  t.ok(alarms('HHVM', steps(100, 10, 20, 30, 40, 2000, 2001)));
  t.notOk(alarms('HHVM', steps(100, 10, 20, 30, 40, 2000)), 'a quarter more is allowed');
  t.notOk(alarms('HHVM', linear(-1)), 'shrinking has a ratio, but is no leak');
});

test('PAL wants 100 MB an hour', async (t) => {
  t.ok(alarms('PAL', linear(100e6 / 3600 + 1)));
  t.notOk(alarms('PAL', linear(100e6 / 3600 - 1)));
});

test('mprof takes any rising line, the t test one that stands out of its noise', async (t) => {
  t.ok(alarms('mprof', linear(0.001)));
  t.notOk(alarms('mprof', linear(-0.001)));
  // Noise of 29 about a line over 100 cycles leaves its slope an error of 0.1.
  t.ok(alarms('OLS t', (c) => jitter(c) + 0.4 * c));
  t.notOk(alarms('OLS t', (c) => jitter(c) + 0.05 * c));
  t.notOk(
    alarms('OLS t', (c) => jitter(c) - 0.4 * c),
    'falling is no leak',
  );
});

test('Mann-Kendall takes a trend of ranks, each form of it in its own cycles', async (t) => {
  t.ok(alarms('Mann-Kendall', (c) => jitter(c) + 0.4 * c));
  t.notOk(alarms('Mann-Kendall', jitter));
  t.notOk(alarms('Mann-Kendall', (c) => jitter(c) - 0.4 * c));
  t.ok(alarms('Mann-Kendall', steps(1, 99, 98, 97, 96, 95, 94, 93)), 'a step near the end is a trend to it');
  t.notOk(alarms('Mann-Kendall', steps(1, 101)));
  t.ok(alarms('Mann-Kendall, 50 skipped', steps(1, 101)));
  t.notOk(alarms('Mann-Kendall, 50 skipped', steps(1, 30)));
});

test('peeking stops at the first look that finds a trend', async (t) => {
  t.strictSame(judge('Mann-Kendall, peeking', linear(1)), { isAlarm: true, cycles: 20 });
  t.strictSame(judge('Mann-Kendall, peeking', linear(-1)), { isAlarm: false, cycles: 400 });
  t.strictSame(judge('Mann-Kendall, peeking', steps(1, 200)), { isAlarm: true, cycles: 220 });
});

test('Hamed-Rao doubts samples that resemble their neighbours, and believes a trend beside noise', async (t) => {
  t.ok(alarms('Hamed-Rao', (c) => jitter(c) + 0.4 * c));
  t.notOk(alarms('Hamed-Rao', jitter));
  const seeds = Array.from({ length: 100 }, (_, seed) => seed);
  const falseAlarms = (name: string): number =>
    seeds.filter((seed) => alarms(name, autoregressive(noiseOf(seed), 0.8, 100))).length;
  const uncorrected = falseAlarms('Mann-Kendall, 50 skipped');
  const corrected = falseAlarms('Hamed-Rao');
  t.ok(
    uncorrected > 15 && 3 * corrected < 2 * uncorrected,
    `${corrected} false alarms instead of ${uncorrected}`,
  );
});

test('CUSUM counts increments in deviations of the first 50', async (t) => {
  const calm = (c: number): number => (c % 2) * 10;
  t.notOk(alarms('CUSUM', calm));
  t.ok(
    alarms('CUSUM', (c) => calm(c) + steps(60, 100)(c)),
    'one step of six deviations',
  );
  t.notOk(
    alarms('CUSUM', (c) => calm(c) + steps(40, 100)(c)),
    'four are not enough',
  );
  t.notOk(alarms('CUSUM', (c) => calm(c) + steps(60, 201)(c)));
  t.strictSame(judge('CUSUM', steps(1, 60)), { isAlarm: true, cycles: 60 }, 'any step where nothing moved');
});

/** Jitter without a pattern: means over any number of cycles stay independent. */
const mixed = (cycle: number): number => ((Math.imul(cycle + 1, 0x9e3779b1) >>> 11) % 101) - 50;

test('tests at the largest budget see means from cycle 4,097 on', async (t) => {
  for (const name of ['OLS t, 16,384', 'Mann-Kendall, 16,384', 'Hamed-Rao, 16,384']) {
    t.ok(
      alarms(name, (c) => mixed(c) + 0.1 * c),
      name,
    );
    t.notOk(
      alarms(name, (c) => -0.1 * c + mixed(c)),
      `${name}, falling`,
    );
    t.notOk(
      alarms(name, (c) => 1000 * Math.min(c, 4096)),
      `${name}, all growth in the first quarter`,
    );
    t.equal(judge(name, linear(1)).cycles, 16_384);
  }
});
