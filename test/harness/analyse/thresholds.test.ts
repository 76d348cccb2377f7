import { test } from 'tap';
import { analyse } from '../../../harness/analyse/analyse.ts';
import { wilsonInterval } from '../../../harness/analyse/statistics/wilson.ts';
import { judgeThresholds, type Measured } from '../../../harness/analyse/thresholds.ts';
import { armResultSchema, type Result } from '../../../harness/contract/result.ts';
import { parseThreshold } from '../../../harness/plan/thresholds.ts';
import fc from '../../support/seeded-properties.ts';
import { SOAK } from '../../support/soak-rounds.ts';
import { AT, makeRun, PLAN } from './make-run.ts';
import { armOf, resultsOf } from './results.ts';

const SELF_TEST: Result['selfTest'] = {
  outcome: 'passed',
  reason: 'it was found',
  plantedBytesPerCycle: 128,
  found: null,
};
const RESOURCES = resultsOf({
  heapBytes: { verdict: 'no-leak', rate: [-1, 10, 60] },
  privateBytes: { verdict: 'inconclusive', rate: [50, 100, 150] },
  gdiObjects: { verdict: 'unsupported' },
  threads: { verdict: 'inconclusive' },
});
const ON = armOf('on', 'no-leak', RESOURCES);
const MEASURED: Measured = {
  verdict: 'no-leak',
  reason: 'nothing grew',
  selfTest: SELF_TEST,
  arms: [ON],
  differences: [],
};

const judged = (text: string, change: Partial<Measured> = {}) => {
  const [found] = judgeThresholds(
    { ...PLAN, thresholds: [parseThreshold(text)] },
    { ...MEASURED, ...change },
  );
  if (found === undefined) throw new Error('nothing was judged');
  return found;
};
const outcomeOf = (text: string, change: Partial<Measured> = {}) => judged(text, change).outcome;

test('a threshold passes or fails only if the whole interval lies on one side of its bound', async (t) => {
  t.equal(outcomeOf('on.heapBytes.perCycle<64'), 'passed');
  t.equal(outcomeOf('on.heapBytes.perCycle<60'), 'inconclusive', 'an end on the bound is not below it');
  t.equal(outcomeOf('on.heapBytes.perCycle<=60'), 'passed');
  t.equal(outcomeOf('on.heapBytes.perCycle<20'), 'inconclusive', 'though the estimate is below');
  t.equal(outcomeOf('on.heapBytes.perCycle<-1'), 'failed');
  t.equal(outcomeOf('on.heapBytes.perCycle>60'), 'failed');
  t.equal(outcomeOf('on.heapBytes.perCycle>=60'), 'inconclusive');
  t.equal(outcomeOf('on.heapBytes.perCycle>-2'), 'passed');
  t.same(judged('on.heapBytes.perCycle<64'), {
    text: 'on.heapBytes.perCycle<64',
    outcome: 'passed',
    reason: '10 bytes [-1, 60] per logon',
    value: 10,
    low: -1,
    high: 60,
  });
});

test('a bound must be kept per logon that succeeded, too', async (t) => {
  const heapBytes = {
    ...resultsOf({ heapBytes: { verdict: 'no-leak', rate: [-1, 10, 60] } })['heapBytes'],
    perSuccessfulCycle: { estimate: 20, low: -2, high: 120, confidence: 0.95 },
  };
  const arms = armResultSchema.array().parse([{ ...ON, resources: { ...ON.resources, heapBytes } }]);
  t.equal(outcomeOf('on.heapBytes.perCycle<64', { arms }), 'inconclusive');
  t.equal(outcomeOf('on.heapBytes.perCycle>60', { arms }), 'inconclusive', 'nor is it broken more easily');
  t.match(judged('on.heapBytes.perCycle<128', { arms }), {
    outcome: 'passed',
    reason: '10 bytes [-1, 60] per logon, 20 bytes [-2, 120] per logon that succeeded',
    value: 10,
    low: -2,
    high: 120,
  });
});

test('a bound is neither kept nor broken where too few logons of a process succeeded', async (t) => {
  const heapBytes = {
    ...resultsOf({ heapBytes: { verdict: 'inconclusive', rate: [-1, 10, 60] } })['heapBytes'],
    perSuccessfulCycle: null,
  };
  const arms = armResultSchema.array().parse([{ ...ON, resources: { ...ON.resources, heapBytes } }]);
  t.match(judged('on.heapBytes.perCycle<64', { arms }), {
    outcome: 'inconclusive',
    reason: /per logon, unknown per logon that succeeded/,
    ...{ value: 10, low: null, high: null },
  });
  t.equal(outcomeOf('on.heapBytes.perCycle>64', { arms }), 'inconclusive');
});

test('what supports a verdict only can be bounded all the same', async (t) => {
  t.equal(outcomeOf('on.privateBytes.perCycle<1KB'), 'passed');
  t.equal(outcomeOf('on.privateBytes.perCycle<40'), 'failed');
});

test('an outcome turns with its operator: what passes < fails >=, whatever the interval', async (t) => {
  const end = fc.double({ min: -1e6, max: 1e6, noNaN: true });
  const opposite = { passed: 'failed', failed: 'passed', inconclusive: 'inconclusive' } as const;
  fc.assert(
    fc.property(end, end, end, (a, b, bound) => {
      const [low, high] = [Math.min(a, b), Math.max(a, b)];
      const arms = [
        armOf('on', 'leak', resultsOf({ heapBytes: { verdict: 'leak', rate: [low, low, high] } })),
      ];
      for (const [one, other] of [
        ['<', '>='],
        ['<=', '>'],
      ]) {
        const outcome = outcomeOf(`on.heapBytes.perCycle${one}${bound}`, { arms });
        t.equal(outcomeOf(`on.heapBytes.perCycle${other}${bound}`, { arms }), opposite[outcome]);
      }
    }),
    { seed: 891509, numRuns: 60 },
  );
});

test('what was not read, not long enough, or not in enough processes passes nothing', async (t) => {
  const inconclusive = (text: string, change: Partial<Measured>, reason: RegExp) =>
    t.match(judged(text, change), { outcome: 'inconclusive', reason });
  inconclusive('on.gdiObjects.perCycle<1', {}, /GDI objects could not be read/);
  inconclusive('on.threads.perCycle<1', {}, /threads grew/);
  inconclusive('on.handles.perCycle<1', {}, /not measured/);
  inconclusive('off.heapBytes.perCycle<64', {}, /the arm off was not measured/);
  inconclusive('on.failures<10', { arms: [{ ...ON, cycles: 0 }] }, /ran no cycle/);
  const invalid = { ...ON, verdict: 'invalid', reason: 'the flag did not hold' } as const;
  inconclusive('on.heapBytes.perCycle<64', { arms: [invalid] }, /invalid: the flag did not hold/);
  inconclusive('on.failures<10', { arms: [invalid] }, /invalid/);
  inconclusive(
    'on.failures<10',
    { verdict: 'invalid', reason: 'no samples' },
    /the run is invalid: no samples/,
  );
  inconclusive('off-on.heapBytes.perCycle>1', { arms: [ON, { ...ON, arm: 'off' }] }, /not measured/);
  inconclusive('on.privateBytes.perCycle<1KB', { arms: [{ ...ON, replicates: 1 }] }, /in one process only/);
  const { privateBytes } = RESOURCES;
  if (privateBytes === undefined) throw new Error('no private bytes');
  const short = { ...RESOURCES, privateBytes: { ...privateBytes, window: { fromCycle: 1, toCycle: 64 } } };
  const early = judged('on.privateBytes.perCycle<1KB', { arms: [{ ...ON, resources: short }] });
  t.match(early, { outcome: 'inconclusive', reason: /seen for 64 cycles only, of at least 500/, high: 150 });
});

test('an instrument in doubt leaves open what it measured, but not what was counted', async (t) => {
  const failed: Measured['selfTest'] = { ...SELF_TEST, outcome: 'failed' };
  t.match(judged('on.heapBytes.perCycle<64', { selfTest: failed }), {
    outcome: 'inconclusive',
    reason: /but the self-test failed/,
    value: 10,
  });
  const control = armOf('control', 'leak', resultsOf({ heapBytes: { verdict: 'leak', rate: [1, 2, 3] } }));
  t.match(judged('on.heapBytes.perCycle<64', { arms: [ON, control] }), {
    outcome: 'inconclusive',
    reason: /but the instrument itself grows/,
  });
  t.equal(outcomeOf('control.heapBytes.perCycle<4', { arms: [ON, control] }), 'passed', 'of itself it tells');
  t.equal(outcomeOf('on.failures<10', { selfTest: failed }), 'passed');
});

test('failures are counted, and their share has an interval', async (t) => {
  const arms = [{ ...ON, cycles: 1000, failures: { ...ON.failures, total: 10 } }];
  t.equal(outcomeOf('on.failures<10', { arms }), 'failed');
  t.equal(outcomeOf('on.failures<=10', { arms }), 'passed');
  t.equal(outcomeOf('on.failureRate<2%', { arms }), 'passed');
  t.equal(outcomeOf('on.failureRate<0.011', { arms }), 'inconclusive');
  t.equal(outcomeOf('on.failureRate<0.5%', { arms }), 'failed');
  t.equal(outcomeOf('on.failureRate<0.01%'), 'inconclusive', 'none in 4,096 cycles does not prove so little');
  t.equal(outcomeOf('on.exhausted<=0', { arms }), 'passed');
  t.match(judged('on.failureRate<2%', { arms }).reason, /^1 % \[0\.5\d*, 1\.8\d*\] of 1,000 cycles failed$/);
});

test('growth that may be per mailbox breaks no bound, and keeps none from below', async (t) => {
  const heapBytes = { verdict: 'inconclusive', rate: [900, 1000, 1100] } as const;
  const arms = [armOf('on', 'inconclusive', resultsOf({ heapBytes }))];
  const many = { ...PLAN, mailboxes: { kind: 'generated', count: 800 }, mailboxOrder: 'sequential' } as const;
  const outcome = (text: string, plan: typeof PLAN) =>
    judgeThresholds({ ...plan, thresholds: [parseThreshold(text)] }, { ...MEASURED, arms })[0];
  t.match(outcome('on.heapBytes.perCycle<64', many), {
    outcome: 'inconclusive',
    reason: /may be per mailbox/,
    low: 0,
    high: 1100,
  });
  t.match(outcome('on.heapBytes.perCycle>100', many), { outcome: 'inconclusive' });
  t.match(outcome('on.heapBytes.perCycle<2KB', many), { outcome: 'passed' });
  t.match(outcome('on.heapBytes.perCycle<64', PLAN), { outcome: 'failed' }, 'of one mailbox it is per logon');
});

test('where most cycles failed, growth is not bounded: hardly anybody logged on', async (t) => {
  const arms = [{ ...ON, failures: { ...ON.failures, total: 4000 } }];
  t.match(judged('on.heapBytes.perCycle<64', { arms }), {
    outcome: 'inconclusive',
    reason: '97.7 % of the cycles of on failed: what they would have left is not seen',
  });
  t.equal(outcomeOf('on.failureRate<1%', { arms }), 'failed');
});

test('failures of lost session hosts are a share of all cycles, theirs too', async (t) => {
  const lostHosts = { hosts: 9, lost: 5, cyclesLeftOut: 3000, where: [], mailboxes: {} };
  const failures = { ...ON.failures, total: 2000 };
  const arms = [{ ...ON, cycles: 1000, failures, lostHosts }];
  t.match(judged('on.failureRate<60%', { arms }), {
    outcome: 'passed',
    value: 0.5,
    reason: / of 4,000 cycles failed$/,
  });
});

test('at the looks of a soak, a failure rate is bounded with a confidence that holds for all of them', async (t) => {
  const arms = [{ ...ON, cycles: 1000, failures: { ...ON.failures, total: 10 } }];
  const thresholds = [parseThreshold('on.failureRate<2%')];
  const [once] = judgeThresholds({ ...PLAN, thresholds }, { ...MEASURED, arms });
  const [often] = judgeThresholds({ ...PLAN, thresholds, soak: SOAK }, { ...MEASURED, arms });
  t.equal(once?.outcome, 'passed');
  t.equal(often?.outcome, 'inconclusive');
  const { high } = wilsonInterval(10, 1000, 1 - 0.05 / 24);
  t.ok(Math.abs((often?.high ?? 0) - high) < 1e-12);
});

test('the interval of a share is Wilson’s', async (t) => {
  // R: prop.test(10, 100, correct = FALSE)$conf.int, and the same of 0 and of all.
  const { low, high } = wilsonInterval(10, 100, 0.95);
  t.ok(Math.abs(low - 0.05522914) < 1e-7 && Math.abs(high - 0.1743657) < 1e-6);
  t.equal(wilsonInterval(0, 100, 0.95).low, 0);
  t.ok(Math.abs(wilsonInterval(0, 100, 0.95).high - 0.03699) < 1e-4);
  t.equal(wilsonInterval(5, 5, 0.95).high, 1);
});

test('a run’s result holds its plan’s thresholds in their order', async (t) => {
  const thresholds = [
    'on.heapBytes.perCycle<64',
    'off-on.heapBytes.perCycle>900',
    'off.heapBytes.perCycle<64',
  ];
  const curves = { off: { heapBytes: () => (c: number) => 1000 * c }, on: { heapBytes: () => () => 0 } };
  const plan = { thresholds: thresholds.map(parseThreshold) };
  const result = analyse(makeRun({ curves, plan }));
  t.match(result.thresholds, [{ outcome: 'passed' }, { outcome: 'passed' }, { outcome: 'failed' }]);
  t.same(
    result.thresholds.map(({ text }) => text),
    thresholds,
  );
  const events = [{ ...AT, event: 'arm-invalid', arm: 'off', reason: 'flag' } as const];
  const spoilt = analyse(makeRun({ curves, plan, events }));
  t.ok(spoilt.thresholds.every(({ outcome }) => outcome === 'inconclusive'));
});
