import { test } from 'tap';
import { type ArmGrowth, NO_GROWTH } from '../../../harness/analyse/arm-growth.ts';
import { type Judgement, judge, judgeBesideOpen } from '../../../harness/analyse/judge.ts';
import { type Rules, rulesFor } from '../../../harness/analyse/rules.ts';
import type { Noise } from '../../support/noise.ts';
import { type Curve, PLAN } from './make-run.ts';
import { armOfCurves, noises, walk } from './traces.ts';

const KIB = 1024;
const CYCLES = 2048;
const RULES = rulesFor('heapBytes', PLAN);
const same = (curve: Curve, replicates = 4): Curve[] => Array.from({ length: replicates }, () => curve);
const judged = (curves: readonly Curve[], cycles = CYCLES, rules: Rules = RULES): Judgement =>
  judge(armOfCurves(curves, cycles), NO_GROWTH, rules);
/** `leak`, `no-leak`, or why it is open. */
const wordOf = ({ finding }: Judgement): string =>
  finding.verdict === 'inconclusive' ? finding.cause : finding.verdict;
const wordOfEach = (make: (noise: Noise) => Curve, seed = 1, cycles = CYCLES): string =>
  wordOf(judged(noises(seed).map(make), cycles));

test('a line convicts, a level acquits', async (t) => {
  t.equal(wordOf(judged(same((c) => 512 * c))), 'leak');
  t.equal(wordOf(judged(same(() => 7))), 'no-leak');
  t.equal(wordOf(judged(same((c) => -512 * c))), 'no-leak', 'what shrinks evenly does not leak');
});

test('a conviction needs the growth to be there at half the length', async (t) => {
  // Early memory that is given back by and by outweighs the leak until half of the run is over.
  const late: Curve = (c) => 600 * c + 4 * KIB * KIB * Math.exp(-c / 250);
  const arm = armOfCurves(same(late), 1600);
  t.ok(
    arm.settled.every(({ meanRate }) => meanRate > 0) && arm.half.every(({ robustRate }) => robustRate < 0),
  );
  t.not(wordOf(judge(arm, NO_GROWTH, RULES)), 'leak');
  t.equal(wordOf(judged(same(late), 16 * KIB)), 'leak', 'when it has lasted it is one');
});

test('growth that was not there at half the length is unconfirmed', async (t) => {
  const arm = armOfCurves(
    same((c) => 512 * c),
    CYCLES,
  );
  const flat = armOfCurves(
    same(() => 7),
    CYCLES / 2,
  );
  t.equal(wordOf(judge({ ...arm, half: flat.settled }, NO_GROWTH, RULES)), 'unconfirmed');
  const { finding } = judge({ ...arm, half: arm.half.slice(1) }, NO_GROWTH, RULES);
  t.match(finding, { verdict: 'leak', seenBy: null }, 'where few looked by then, even growth must do');
  t.equal(wordOf(judge(arm, NO_GROWTH, RULES)), 'leak');
});

test('nothing is acquitted under a pool that still shrinks', async (t) => {
  for (const leak of [128, 256]) {
    const pool: Curve = (c) => leak * c + 2 * KIB * KIB * Math.exp(-c / 1500);
    const judgement = judged(same(pool));
    t.ok(judgement.rate.estimate < 64, `${leak} bytes do not show: ${judgement.rate.estimate}`);
    t.not(wordOf(judgement), 'no-leak');
    t.not(wordOf(judged(same(pool), 1024)), 'no-leak');
  }
});

test('what begins to leak late is not acquitted', async (t) => {
  for (const from of [1200, 1500, 1800]) {
    t.not(wordOf(judged(same((c) => KIB * Math.max(0, c - from)))), 'no-leak', `from cycle ${from} on`);
  }
});

test('few jumps are events: no line is drawn through them', async (t) => {
  const jumps =
    (every: number, size: number): Curve =>
    (c) =>
      size * Math.floor(c / every);
  const apart = (every: number): Curve[] =>
    [0, 60, 120, 180].map(
      (phase): Curve =>
        (c) =>
          jumps(every, 64 * KIB)(c + phase),
    );
  for (const every of [230, 300, 500])
    t.equal(wordOf(judged(apart(every))), 'lumps', `every ${every} cycles`);
  t.equal(wordOf(judged(same(jumps(230, 64 * KIB)))), 'lumps');
  t.equal(wordOf(judged(same(jumps(20, 64 * KIB)))), 'leak', 'many make a line');
});

test('rare lumps that go on coming in every process are a leak of their rate', async (t) => {
  const lumps = (noise: Noise): Curve => {
    let done = 0;
    let level = 0;
    return (cycle) => {
      for (; done < cycle; done += 1) if (noise.uniform() < 1 / 500) level += 64 * KIB;
      return level;
    };
  };
  let convicted = 0;
  let held = 0;
  for (let seed = 0; seed < 50; seed += 1) {
    const { finding, rate } = judged(noises(seed).map(lumps), 8192);
    if (finding.verdict === 'leak') convicted += 1;
    if (rate.low <= 131.072 && 131.072 <= rate.high) held += 1;
  }
  t.ok(convicted >= 45, `${convicted} of 50`);
  t.ok(held >= 43, `${held} of 50 intervals`);
});

test('seen lumps could be more than were seen: they are not acquitted of', async (t) => {
  const once = same(() => 7).map(
    (_, i): Curve =>
      (c) =>
        c > 700 + 200 * i ? 16 * KIB : 0,
  );
  const { finding, hidden } = judged(once);
  t.ok(hidden > 16, `${hidden} bytes per cycle may hide`);
  t.not(finding.verdict, 'leak');
  t.not(wordOf(judged(once, CYCLES, { ...RULES, margin: 8 })), 'no-leak');
});

test('levels that wander are seldom convicted', async (t) => {
  let leaks = 0;
  for (let seed = 0; seed < 200; seed += 1)
    leaks += wordOfEach((n) => walk(n, 4 * KIB), seed) === 'leak' ? 1 : 0;
  t.ok(leaks <= 2, `${leaks} of 200`);
});

test('a wave too long for the window leaves open what it is', async (t) => {
  const saw: Curve = (c) => KIB * (c % 400);
  t.equal(wordOf(judged(same(saw))), 'period');
  t.equal(wordOf(judged(same((c) => KIB * (c % 37)))), 'no-leak', 'a short one is taken out');
});

test('before its horizon an arm is neither convicted nor acquitted', async (t) => {
  const rules = { ...RULES, horizonCycles: CYCLES + 1 };
  t.equal(
    wordOf(
      judged(
        same((c) => 512 * c),
        CYCLES,
        rules,
      ),
    ),
    'early-growth',
  );
  t.equal(
    wordOf(
      judged(
        same(() => 7),
        CYCLES,
        rules,
      ),
    ),
    'early-absence',
  );
});

test('one process is a witness only when nothing in it is chance', async (t) => {
  t.equal(wordOf(judged(same((c) => 512 * c, 1))), 'leak');
  const [noise] = noises(3, 1);
  t.equal(wordOf(judged([(c) => 512 * c + (noise?.normal(KIB) ?? 0)])), 'lone-replicate');
});

test('one process of four that leaks is no leak of the arm, and no absence either', async (t) => {
  const one = [4096, 0, 0, 0].map(
    (rate): Curve =>
      (c) =>
        rate * c,
  );
  t.equal(wordOf(judged(one)), 'noise');
});

test('beside an open control arm a finding must hold with and without it', async (t) => {
  const beside = (rate: number, control: ArmGrowth): Judgement =>
    judgeBesideOpen(
      armOfCurves(
        same((c) => rate * c),
        CYCLES,
      ),
      control,
      RULES,
    );
  const control = armOfCurves(
    [900, 1000, 1000, 1100].map(
      (rate): Curve =>
        (c) =>
          rate * c,
    ),
    CYCLES,
  );
  t.equal(wordOf(beside(16_384, control)), 'leak');
  t.equal(wordOf(beside(1000, control)), 'open-control');
  const { rate } = beside(1000, control);
  t.ok(rate.low <= 0 && rate.high >= 1000, 'and the interval is both');
});

test('a slow cache is no leak however few samples show it', async (t) => {
  const cache: Curve = (c) => 4 * KIB * KIB * (1 - Math.exp(-c / 4096));
  for (const blockCycles of [128, 300, 400, 600]) {
    const arm = armOfCurves(same(cache), 4096, blockCycles);
    t.equal(wordOf(judge(arm, NO_GROWTH, RULES)), 'slowing', `a sample in ${blockCycles} cycles`);
    const line = armOfCurves(
      same((c) => 512 * c),
      4096,
      blockCycles,
    );
    t.equal(wordOf(judge(line, NO_GROWTH, RULES)), 'leak', 'a leak is one all the same');
  }
});
