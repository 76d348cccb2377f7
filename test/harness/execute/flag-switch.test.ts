import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Test, test } from 'tap';
import { differing } from '../../../harness/execute/flag-state.ts';
import { FlagSwitch } from '../../../harness/execute/flag-switch.ts';
import { planRunKey } from '../../../harness/execute/run-key.ts';
import { FLAG_KEY, FLAG_VALUE, flagPlaces, readFlag } from '../../../harness/plan/flag-places.ts';
import { holdExclusively } from '../../../native-bindings/windows/exclusive-file.ts';
import { Registry } from '../../../native-bindings/windows/registry.ts';
import { dword, text } from '../../../native-bindings/windows/registry-values.ts';
import { openWindows } from '../../../native-bindings/windows/windows.ts';
import { parseRegFile } from '../../support/parse-reg-file.ts';
import { temporaryRegistry } from '../../support/temporary.ts';

const PLACE = { view: '64-bit', key: FLAG_KEY, name: FLAG_VALUE } as const;

async function open(t: Test) {
  const file = temporaryRegistry(t);
  const windows = await openWindows('ffi-napi');
  const registry = new Registry(windows);
  const backup = `${file}.flag-backup.json`;
  const another = () => new FlagSwitch(registry, [PLACE], backup, (lock) => holdExclusively(windows, lock));
  return { file, backup, registry, windows, flag: another(), another };
}

/** Holds a lock and says so. */
const HOLDER = `
  import { openWindows } from '${new URL('../../../native-bindings/windows/windows.js', import.meta.url)}';
  import { holdExclusively } from '${new URL('../../../native-bindings/windows/exclusive-file.js', import.meta.url)}';
  holdExclusively(await openWindows('ffi-napi'), process.argv[1]);
  process.stdout.write('held');
  setInterval(() => {}, 1000);
`;

const contentOf = (file: string): string => readFileSync(file, 'utf8');

test('absent stays absent: value, keys and backup are gone after a run', async (t) => {
  const { backup, flag, registry } = await open(t);
  flag.save();
  t.ok(existsSync(backup), 'the old state is on disk before the first write');
  const sections = parseRegFile(readFileSync(backup.replace(/json$/, 'reg')));
  t.match(sections, [{ kind: 'values', values: [{ name: FLAG_VALUE, value: null }] }, {}], 'for regedit too');
  t.match(flag.set(0), [{ value: 0 }]);
  t.match(flag.set(1), [{ value: 1 }]);
  t.match(flag.set(null), [{ value: null }]);
  t.match(flag.set(1), [{ value: 1 }]);
  t.equal(flag.restore(), true);
  t.equal(readFlag(registry, PLACE), null);
  t.notOk(registry.keyExists('64-bit', FLAG_KEY));
  t.notOk(registry.keyExists('64-bit', 'SOFTWARE\\Microsoft\\Windows Messaging Subsystem'));
  t.same(
    readdirSync(dirname(backup)).filter((name) => name.includes('backup')),
    ['registry.txt.flag-backup.json.lock'],
  );
  t.equal(flag.restore(), false, 'once is enough');
});

test('whatever stood there comes back byte for byte, even of another type', async (t) => {
  const { file, flag, registry } = await open(t);
  registry.write('64-bit', FLAG_KEY, FLAG_VALUE, text('once a string'));
  registry.write('64-bit', FLAG_KEY, 'Neighbour', dword(7));
  registry.write('32-bit', FLAG_KEY, FLAG_VALUE, dword(3));
  t.equal(readFlag(registry, PLACE), 'not-a-dword');
  const before = contentOf(file);
  flag.save();
  flag.set(1);
  t.not(contentOf(file), before);
  flag.restore();
  t.equal(contentOf(file), before);
});

test('a key that somebody else has used in the meantime stays', async (t) => {
  const { flag, registry } = await open(t);
  flag.save();
  flag.set(1);
  registry.write('64-bit', FLAG_KEY, 'Neighbour', dword(7));
  flag.restore();
  t.equal(readFlag(registry, PLACE), null);
  t.same(registry.read('64-bit', FLAG_KEY, 'Neighbour'), dword(7));
});

test('what a dead run left behind is repaired, and a live one is not disturbed', async (t) => {
  const { another, backup, flag, registry } = await open(t);
  flag.save();
  flag.set(1);
  t.throws(() => another().repair(), { code: 'FLAG_IN_USE', message: new RegExp(`process ${process.pid} `) });
  t.throws(() => another().save(), { code: 'FLAG_IN_USE' });
  t.equal(readFlag(registry, PLACE), 1);

  const left = contentOf(backup);
  flag.restore();
  registry.write('64-bit', FLAG_KEY, FLAG_VALUE, dword(1));
  writeFileSync(backup, left);
  t.equal(another().repair(), true);
  t.equal(readFlag(registry, PLACE), null);
  t.notOk(existsSync(backup));
  t.equal(another().repair(), false);
});

test('the lock ends with its owner, even one that is killed and not yet buried', async (t) => {
  const { another, backup } = await open(t);
  const holder = spawn(process.execPath, ['--input-type=module', '--eval', HOLDER, `${backup}.lock`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve) => holder.stdout?.once('data', resolve));
  t.throws(() => another().repair(), { code: 'FLAG_IN_USE', message: /another mapileak/ });
  // Stopped until after the check, this process cannot bury its child.
  process.kill(holder.pid ?? 0, 'SIGKILL');
  const until = performance.now() + 200;
  while (performance.now() < until);
  t.equal(another().repair(), false);
});

test('a run’s dials go away with it, and with its repair', async (t) => {
  const { another, backup, file, flag, registry } = await open(t);
  const dials = { InstanceBytes: 24, RefuseProfile: 'ann' };
  const key = planRunKey('64-bit', dials);
  if (key === null) throw new Error('dials need a key');
  const left = () => {
    flag.save(key.changes);
    flag.writeOthers();
    flag.set(0);
    t.same(registry.read('64-bit', key.path, 'InstanceBytes'), dword(24));
    return contentOf(backup);
  };
  const content = left();
  flag.restore();
  t.notOk(registry.keyExists('64-bit', 'SOFTWARE'), contentOf(file));
  left();
  flag.keep();
  writeFileSync(backup, content);
  t.equal(another().repair(), true);
  t.notOk(registry.keyExists('64-bit', 'SOFTWARE'), 'nothing is left, not even empty keys');
  t.equal(planRunKey('64-bit', {}), null);
  t.not(planRunKey('64-bit', dials)?.path, key.path, 'no two runs share a key');
});

test('a backup that cannot be read stops everything and is kept', async (t) => {
  const { backup, flag } = await open(t);
  writeFileSync(backup, '{"schema":1}');
  t.throws(() => flag.repair(), { code: 'REGISTRY', message: /flag-backup\.json cannot be used/ });
  t.throws(() => flag.save(), { code: 'REGISTRY' });
  t.equal(contentOf(backup), '{"schema":1}');
});

test('nothing is written before it is saved', async (t) => {
  const { flag, registry } = await open(t);
  t.throws(() => flag.set(1), /must be saved/);
  t.equal(readFlag(registry, PLACE), null);
});

test('a change that is meant to stay leaves no backup', async (t) => {
  const { backup, flag, registry } = await open(t);
  flag.save();
  flag.set(1);
  flag.keep();
  t.notOk(existsSync(backup));
  t.equal(flag.restore(), false);
  t.equal(readFlag(registry, PLACE), 1);
});

test('several places are written and read back as one, and put back each as it was', async (t) => {
  const { backup, file, registry, windows } = await open(t);
  const places = flagPlaces({ view: 'both', key: 'both' }, '64-bit', registry.views, 'node');
  registry.write('32-bit', FLAG_KEY, FLAG_VALUE, dword(1));
  const before = contentOf(file);
  const flag = new FlagSwitch(registry, places, backup, (lock) => holdExclusively(windows, lock));
  flag.save();
  t.same(
    flag.set(0).map(({ view, key, value }) => [view, key.split('\\').at(-1), value]),
    [
      ['64-bit', 'Applications', 0],
      ['64-bit', 'node', 0],
      ['32-bit', 'Applications', 0],
      ['32-bit', 'node', 0],
    ],
  );
  registry.write('32-bit', `${FLAG_KEY}\\node`, FLAG_VALUE, text('0'));
  t.match(differing(flag.get(), 0), { view: '32-bit', key: /node$/, value: 'not-a-dword' });
  flag.restore();
  t.equal(contentOf(file), before);
});

test('a registry that may not be written is an environment to repair, and the next start goes on', async (t) => {
  const { another, backup, file, flag, registry } = await open(t);
  flag.save(planRunKey('64-bit', { InstanceBytes: 24 })?.changes);
  // The stand-in's registry answers ERROR_ACCESS_DENIED where it cannot take its lock, even to root.
  mkdirSync(`${file}.lock`);
  const denied = { code: 'REGISTRY', exitCode: 4, message: /RegCreateKeyExW: ERROR_ACCESS_DENIED/ };
  t.throws(() => flag.set(1), denied);
  t.throws(() => flag.writeOthers(), denied);
  t.ok(existsSync(backup));
  flag.restore();
  rmdirSync(`${file}.lock`);
  t.equal(another().repair(), false, 'nothing was written, so nothing is left');
  t.equal(readFlag(registry, PLACE), null);
});

test('a run that has not put anything back is named, and whether it lives', async (t) => {
  const { another, flag, registry } = await open(t);
  t.equal(flag.unfinished(), null);
  flag.save();
  flag.set(1);
  t.match(another().unfinished(), { pid: process.pid, isAlive: true });
  flag.restore();
  t.equal(another().unfinished(), null);
  t.equal(readFlag(registry, PLACE), null);
});
