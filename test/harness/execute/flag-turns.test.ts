import { join } from 'node:path';
import { type Test, test } from 'tap';
import type { RunEvent } from '../../../harness/contract/event.ts';
import { FlagSwitch } from '../../../harness/execute/flag-switch.ts';
import { FlagTurns } from '../../../harness/execute/flag-turns.ts';
import { RunFolder } from '../../../harness/execute/run-folder.ts';
import { FLAG_KEY, FLAG_VALUE, readFlag } from '../../../harness/plan/flag-places.ts';
import { holdExclusively } from '../../../native-bindings/windows/exclusive-file.ts';
import { Registry } from '../../../native-bindings/windows/registry.ts';
import { dword } from '../../../native-bindings/windows/registry-values.ts';
import { openWindows } from '../../../native-bindings/windows/windows.ts';
import { temporaryFolder, temporaryRegistry } from '../../support/temporary.ts';

const PLACE = { view: '64-bit', key: FLAG_KEY, name: FLAG_VALUE } as const;

async function open(t: Test) {
  const file = temporaryRegistry(t);
  const windows = await openWindows('ffi-napi');
  const registry = new Registry(windows);
  const flag = new FlagSwitch(registry, [PLACE], `${file}.json`, (lock) => holdExclusively(windows, lock));
  flag.save();
  const folder = RunFolder.create(join(temporaryFolder(t), 'run'));
  t.teardown(() => {
    flag.restore();
    folder.close();
  });
  const rows: RunEvent[] = [];
  folder.tellTo({ add: () => {}, addEvent: (row) => rows.push(row) });
  const standing = () => readFlag(registry, PLACE);
  const somebodyWrites = (value: number) => registry.write('64-bit', FLAG_KEY, FLAG_VALUE, dword(value));
  return { flags: new FlagTurns(flag, folder), rows, somebodyWrites, standing };
}

test('the flag stands as an arm wants it at each of its turns, however turns alternate', async (t) => {
  const { flags, standing } = await open(t);
  for (const [arm, wanted] of [
    ...[['off', 0] as const, ['on', 1] as const, ['on', 1] as const],
    ...[['absent', null] as const, ['off', 0] as const],
  ]) {
    t.ok(flags.beforeTurn(arm));
    t.equal(standing(), wanted, arm);
    t.ok(flags.after(arm));
  }
});

test('only what opens a host is written down, as read back; turns are too many', async (t) => {
  const { flags, rows } = await open(t);
  flags.beforeOpening('off');
  flags.beforeTurn('on');
  flags.beforeTurn('off');
  flags.beforeOpening('off');
  t.match(rows, [
    { event: 'flag-written', arm: 'off', wanted: 0, readBack: [{ value: 0 }] },
    { event: 'flag-written', arm: 'off', wanted: 0, readBack: [{ value: 0 }] },
  ]);
});

test('the instrument’s own arms leave the flag as it stands', async (t) => {
  const { flags, rows, standing } = await open(t);
  flags.beforeTurn('on');
  for (const arm of ['control', 'planted'] as const) {
    t.ok(flags.beforeOpening(arm) && flags.beforeTurn(arm) && flags.after(arm));
  }
  t.equal(standing(), 1);
  t.same(rows, []);
});

test('an arm whose flag somebody else changed during a turn is invalid, the others are not', async (t) => {
  const { flags, rows, somebodyWrites, standing } = await open(t);
  flags.beforeTurn('off');
  somebodyWrites(1);
  t.equal(flags.after('off'), false);
  t.equal(flags.isInvalid('off'), true);
  t.match(rows, [{ event: 'arm-invalid', arm: 'off', reason: /was set to 0 .* later: 1 / }]);
  t.equal(flags.beforeTurn('off'), false);
  t.equal(flags.beforeTurn('on'), true);
  t.equal(flags.isInvalid('on'), false);
  t.equal(standing(), 1);
});

test('a change between two turns of an arm is found out before the second', async (t) => {
  const { flags, rows, somebodyWrites } = await open(t);
  flags.beforeTurn('off');
  flags.after('off');
  somebodyWrites(1);
  flags.beforeTurn('control');
  t.equal(flags.beforeTurn('off'), false);
  t.match(rows, [{ event: 'flag-written', wanted: 0, readBack: [{ value: 1 }] }, { event: 'arm-invalid' }]);
});
