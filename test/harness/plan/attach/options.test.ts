import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'tap';
import { cycleUnitOf } from '../../../../harness/contract/attached.ts';
import {
  armOfFlag,
  bitnessChecks,
  flagChecks,
  flagInForce,
} from '../../../../harness/plan/attach/flag-of-program.ts';
import { makeAttachPlan } from '../../../../harness/plan/attach/make-plan.ts';
import { parseAttachOptions } from '../../../../harness/plan/attach/options.ts';

const GIVEN = { pids: ['12'], interval: '1s', horizon: 500, ffi: 'koffi', cycleLog: [], margin: [] };
const LOG = join(tmpdir(), 'app.log');

test('a cycle is a second, unless another time or a log is named', async (t) => {
  t.same(parseAttachOptions(GIVEN).cycles, { by: 'time', everyMs: 1000 });
  t.same(parseAttachOptions({ ...GIVEN, cycleEvery: '5m' }).cycles, { by: 'time', everyMs: 300_000 });
  const byLog = { ...GIVEN, cycleLog: [LOG], cyclePattern: '/log/off/i' };
  t.same(parseAttachOptions(byLog).cycles, { by: 'log', files: [LOG], pattern: 'log/off', flags: 'i' });
});

const WRONG: readonly (readonly [string, object, RegExp])[] = [
  ['a name for a number', { pids: ['node'] }, /PID: a process is named by its number/],
  ['no number at all', { pids: ['0'] }, /PID: a process is named by its number/],
  ['the same process twice', { pids: ['12', '12'] }, /PID: a process can be named once only/],
  ['a log without a pattern', { cycleLog: [LOG] }, /need each other/],
  ['a pattern without a log', { cyclePattern: 'x' }, /need each other/],
  ['time and a log', { cycleEvery: '1s', cycleLog: [LOG], cyclePattern: 'x' }, /exclude each other/],
  ['one log of two processes', { pids: ['1', '2'], cycleLog: [LOG], cyclePattern: 'x' }, /whose cycle/],
  ['a pattern that is none', { cycleLog: [LOG], cyclePattern: '(a' }, /--cycle-pattern: Invalid/],
  ['a folder that is not there', { cycleLog: ['/no/such/x.log'], cyclePattern: 'x' }, /there is no folder/],
  ['a folder for a log', { cycleLog: [tmpdir()], cyclePattern: 'x' }, /is a folder/],
  ['a cure', { expect: 'fixed' }, /--expect/],
  ['an interval of nothing', { interval: '1ms' }, /--interval: the least is 5ms/],
  ['a horizon too short to believe', { horizon: 10 }, /--horizon/],
];

for (const [what, changed, message] of WRONG) {
  test(`refused: ${what}`, async (t) => {
    t.throws(() => parseAttachOptions({ ...GIVEN, ...changed }), { message, exitCode: 2 });
  });
}

test('rates are per what a cycle is', async (t) => {
  const unit = (everyMs: number): string => cycleUnitOf({ attached: { cycles: { by: 'time', everyMs } } });
  t.same([1000, 5000, 60_000, 90_000, 3_600_000, 20, 1, 0.5].map(unit), [
    ...['second', '5 s', 'minute', '90 s', 'hour', '20 ms', 'millisecond', '0.5 ms'],
  ]);
  t.equal(
    cycleUnitOf({ attached: { cycles: { by: 'log', files: ['a'], pattern: 'b', flags: '' } } }),
    'matching line',
  );
  t.equal(cycleUnitOf({}), 'logon');
});

const PROCESS = {
  ...{ replicate: 'pid-12', pid: 12, name: 'app.exe', executable: null, startedAt: null },
  bitness: null,
} as const;

test('usual margins are those of a second, and given ones of a cycle', async (t) => {
  const marginOf = (given: object) =>
    makeAttachPlan(parseAttachOptions({ ...GIVEN, ...given }), [PROCESS], 'off', new Date(0)).margin;
  t.match(marginOf({}), { bytesPerCycle: 64, countPerCycle: 0.01, of: { handles: 0.01 } });
  t.match(marginOf({ cycleEvery: '1m' }), { bytesPerCycle: 3840, of: { handles: 0.6 } });
  t.match(marginOf({ cycleEvery: '1m', margin: ['100', 'handles=2'] }), {
    bytesPerCycle: 100,
    of: { handles: 2 },
  });
});

test('the usual horizon is that of a comparison, by time in seconds', async (t) => {
  const horizonOf = (given: object) =>
    makeAttachPlan(
      parseAttachOptions({ ...GIVEN, horizon: undefined, ...given }),
      [PROCESS],
      'off',
      new Date(0),
    ).horizonCycles;
  t.equal(horizonOf({}), 2048);
  t.equal(horizonOf({ cycleEvery: '20ms' }), 102_400);
  t.equal(horizonOf({ cycleEvery: '1m' }), 200);
  t.equal(horizonOf({ cycleLog: [LOG], cyclePattern: 'x' }), 2048);
  t.equal(horizonOf({ horizon: 600 }), 600);
});

test('a program is of the arm that its own setting is', async (t) => {
  const key = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows Messaging Subsystem\\Applications';
  const readings = [
    { view: '64-bit', key, value: 1 },
    { view: '32-bit', key, value: 0 },
    { view: '32-bit', key: `${key}\\app`, value: 7 },
  ] as const;
  t.same(
    [64, 32, null].map((bits) => flagInForce(readings, bits === 64 || bits === 32 ? bits : null)),
    [1, 0, 1],
  );
  t.equal(flagInForce([], 64), null);
  t.same(([0, 1, null, 2, 'not-a-dword'] as const).map(armOfFlag), [
    'off',
    'on',
    'absent',
    'absent',
    'absent',
  ]);
  t.same(flagChecks([1, 1]), []);
  t.match(flagChecks(null), [{ outcome: 'unknown' }]);
  t.match(flagChecks([2]), [{ outcome: 'warn', finding: /it is 2, which KB 891509 does not know/ }]);
  t.same([bitnessChecks([64], 64), bitnessChecks([32, null], 32)], [[], []]);
  t.match(bitnessChecks([32, 64], 32), [{ outcome: 'warn', finding: /no DLLs of a 64-bit program/ }]);
  t.match(flagChecks([0, 1]), [{ finding: /differs between the watched processes/ }]);
});
