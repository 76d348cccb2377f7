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
  refuses(t, { cycles: Number.NaN }, /--cycles/);
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
  refuses(t, { arms: 'off,maybe' }, /--arms/);
  refuses(t, { arms: '' }, /--arms/);
});

test('a dial is a name and a value, and a wrong one is refused by the option’s name', async (t) => {
  const standIn = ['InstanceBytes=1', 'Password=1234', 'InstanceBytes=2'];
  t.same(parseRunOptions({ ...GIVEN, standIn }).standIn, { InstanceBytes: 2, Password: '1234' });
  refuses(t, { standIn: ['InstanceBites=1'] }, /--stand-in: there is no dial InstanceBites/);
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
