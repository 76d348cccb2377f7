import { type Test, test } from 'tap';
import { DEFAULTS, defaultDoctorMapi, parseRunOptions } from '../../../harness/plan/options.ts';

const GIVEN = {
  scenario: DEFAULTS.scenario,
  mapi: DEFAULTS.mapi,
  ffi: DEFAULTS.ffi,
  replicates: DEFAULTS.replicates,
  arms: DEFAULTS.arms,
  control: true,
  flagView: 'own',
  flagKey: 'applications',
  impersonation: DEFAULTS.impersonation,
  logonType: DEFAULTS.logonType,
  seed: DEFAULTS.seed,
  walkBudget: DEFAULTS.walkBudgetPercent,
  margin: [],
  hangTimeout: DEFAULTS.hangTimeoutSeconds,
  standIn: [],
};

const refuses = (t: Test, changes: object, message: RegExp) =>
  t.throws(() => parseRunOptions({ ...GIVEN, ...changes }), { code: 'USAGE', message });

test('the defaults are accepted', async (t) => {
  t.match(parseRunOptions(GIVEN), { mapi: { kind: 'stand-in' }, arms: ['off', 'on'], standIn: {} });
});

test('a number that is none, or out of its range, is refused by the option’s name', async (t) => {
  refuses(t, { cycles: Number.NaN }, /^--cycles: a number is expected$/);
  refuses(t, { cycles: 0 }, /--cycles/);
  refuses(t, { cycles: 1.5 }, /--cycles/);
  refuses(t, { mailboxCount: 0 }, /--mailbox-count/);
  refuses(t, { mailboxCount: 1_000_001 }, /--mailbox-count/);
  refuses(t, { walkBudget: 0 }, /--walk-budget/);
  refuses(t, { walkBudget: 100.5 }, /--walk-budget/);
  t.equal(parseRunOptions({ ...GIVEN, cycles: 1, walkBudget: 100, mailboxCount: 1_000_000 }).cycles, 1);
});

test('a duration has a unit', async (t) => {
  const ms = (duration: string) => parseRunOptions({ ...GIVEN, duration }).duration;
  t.equal(ms('90s'), 90_000);
  t.equal(ms('1.5h'), 5_400_000);
  t.equal(ms('250ms'), 250);
  t.equal(ms('30m'), 1_800_000);
  t.equal(ms('2d'), 172_800_000);
  refuses(t, { duration: '90' }, /--duration: a duration is a number with a unit/);
  refuses(t, { duration: '0s' }, /longer than nothing/);
  refuses(t, { duration: '-5s' }, /--duration/);
});

test('arms are named once each, and control is none of them', async (t) => {
  t.same(parseRunOptions({ ...GIVEN, arms: 'absent' }).arms, ['absent']);
  refuses(t, { arms: 'off,off' }, /named once only/);
  refuses(t, { arms: 'off,control' }, /--no-control/);
  refuses(t, { arms: 'off,planted' }, /--no-self-test/);
  refuses(t, { arms: 'off,maybe' }, /--arms/);
  refuses(t, { arms: '' }, /--arms/);
});

test('a dial is a name and a value, and a wrong one is refused by the option’s name', async (t) => {
  const standIn = ['InstanceBytes=1', 'Password=1234', 'InstanceBytes=2'];
  t.same(parseRunOptions({ ...GIVEN, standIn }).standIn, { InstanceBytes: 2, Password: '1234' });
  refuses(t, { standIn: ['InstanceBites=1'] }, /--stand-in: there is no dial InstanceBites/);
});

test('a run until settled has bounds', async (t) => {
  refuses(t, { maxCycles: 511 }, /--max-cycles/);
  t.equal(parseRunOptions({ ...GIVEN, maxCycles: 512 }).maxCycles, 512);
  refuses(t, { horizon: 0 }, /--horizon/);
  t.equal(parseRunOptions({ ...GIVEN, horizon: 1 }).horizon, 1);
  t.equal(parseRunOptions({ ...GIVEN, horizon: 4096 }).horizon, 4096);
  refuses(t, { horizon: 4097 }, /horizon of 4097 cycles lies beyond the largest length of a replicate, 4096/);
  t.equal(parseRunOptions({ ...GIVEN, horizon: 600, maxCycles: 600 }).horizon, 600);
  refuses(t, { horizon: 601, maxCycles: 600 }, /beyond the largest length/);
});

test('a fixed length and one until settled exclude each other', async (t) => {
  refuses(t, { cycles: 600, maxCycles: 600 }, /--cycles and --max-cycles exclude each other/);
  refuses(t, { duration: '5m', maxCycles: 600 }, /--duration and --max-cycles exclude each other/);
  refuses(
    t,
    { cycles: 600, horizon: 100 },
    /--horizon is for runs that end when they are settled, not for --cycles/,
  );
  refuses(t, { duration: '5m', horizon: 100 }, /not for --duration/);
  refuses(t, { sequential: true, horizon: 100 }, /not for --sequential/);
  t.throws(() => parseRunOptions({ ...GIVEN, sequential: true, maxCycles: 600 }), {
    code: 'USAGE',
    message: /--sequential/,
    remedy: /Give --cycles or --duration/,
  });
  t.equal(parseRunOptions({ ...GIVEN, sequential: true, cycles: 600 }).cycles, 600);
});

test('a margin is of bytes, or of one resource in its own unit', async (t) => {
  const margin = (...given: string[]) => parseRunOptions({ ...GIVEN, margin: given }).margin;
  t.same(margin('64'), [{ resource: null, perCycle: 64 }]);
  t.same(margin('1e-3', 'handles=0.02', 'heapBytes=8'), [
    { resource: null, perCycle: 0.001 },
    { resource: 'handles', perCycle: 0.02 },
    { resource: 'heapBytes', perCycle: 8 },
  ]);
  refuses(t, { margin: ['0'] }, /--margin: a margin is more than nothing/);
  refuses(t, { margin: ['-1'] }, /--margin: a margin is a number, or RESOURCE=NUMBER/);
  refuses(t, { margin: ['handles='] }, /--margin/);
  refuses(t, { margin: ['handels=1'] }, /--margin: resources with a margin are heapBytes, heaps, handles/);
  refuses(t, { margin: ['=1'] }, /--margin/);
  refuses(t, { margin: ['handles=1=2'] }, /--margin/);
  refuses(t, { margin: ['64', '32'] }, /--margin: the margin of one resource can be given once only/);
  refuses(t, { margin: ['heaps=1', 'heaps=1'] }, /once only/);
});

test('the margin in bytes can be said as what a life of logons may cost', async (t) => {
  const life = { allowedGrowth: '500MB', logonsPerLife: 1e6 };
  const bytes = (allowedGrowth: string) =>
    parseRunOptions({ ...GIVEN, allowedGrowth, logonsPerLife: 1 }).allowedGrowth;
  t.match(parseRunOptions({ ...GIVEN, ...life }), { allowedGrowth: 5e8, logonsPerLife: 1e6 });
  const sizes = ['7B', '2KB', '1.5MB', '3GB', '2KiB', '1.5MiB', '3GiB'].map(bytes);
  t.same(sizes, [7, 2000, 1_500_000, 3e9, 2048, 1_572_864, 3 * 2 ** 30]);
  refuses(t, { ...life, allowedGrowth: '500' }, /--allowed-growth: a size is a number with a unit/);
  refuses(t, { ...life, allowedGrowth: '500 TB' }, /--allowed-growth/);
  refuses(t, { ...life, allowedGrowth: '1iB' }, /--allowed-growth/);
  refuses(t, { ...life, allowedGrowth: '0MB' }, /--allowed-growth: a size is more than nothing/);
  refuses(t, { ...life, logonsPerLife: 0 }, /--logons-per-life/);
  refuses(t, { allowedGrowth: '500MB' }, /need each other/);
  refuses(t, { logonsPerLife: 1e6 }, /need each other/);
  refuses(t, { ...life, margin: ['64'] }, /exclude each other/);
  t.equal(parseRunOptions({ ...GIVEN, ...life, margin: ['handles=0.02'] }).margin.length, 1);
});

test('options that contradict each other are refused', async (t) => {
  refuses(t, { cycles: 5, duration: '5s' }, /--cycles and --duration/);
  refuses(t, { mailboxes: 'boxes.csv', mailboxCount: 5 }, /--mailboxes and --mailbox-count/);
});

test('doctor asks about the system’s MAPI where there is one', (t) => {
  t.equal(defaultDoctorMapi('win32'), 'system');
  t.equal(defaultDoctorMapi('linux'), 'stand-in');
  t.end();
});
