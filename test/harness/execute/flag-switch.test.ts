import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { type Test, test } from 'tap';
import { FLAG_KEY, FLAG_VALUE, readFlag } from '../../../harness/execute/flag-state.ts';
import { FlagSwitch } from '../../../harness/execute/flag-switch.ts';
import { dword, Registry, text } from '../../../native-bindings/windows/registry.ts';
import { openWindows } from '../../../native-bindings/windows/windows.ts';
import { temporaryRegistry } from '../../support/temporary.ts';

async function open(t: Test) {
  const file = temporaryRegistry(t);
  const registry = new Registry(await openWindows('ffi-napi'));
  const backup = `${file}.flag-backup.json`;
  return { file, backup, registry, flag: new FlagSwitch(registry, '64-bit', backup) };
}

const contentOf = (file: string): string => readFileSync(file, 'utf8');

test('absent stays absent: value, keys and backup are gone after a run', async (t) => {
  const { backup, flag, registry } = await open(t);
  flag.save();
  t.ok(existsSync(backup), 'the old state is on disk before the first write');
  t.equal(flag.set(0), 0);
  t.equal(flag.set(1), 1);
  t.equal(flag.set(null), null);
  t.equal(flag.set(1), 1);
  t.equal(flag.restore(), true);
  t.equal(readFlag(registry, '64-bit'), null);
  t.notOk(registry.keyExists('64-bit', FLAG_KEY));
  t.notOk(registry.keyExists('64-bit', 'SOFTWARE\\Microsoft\\Windows Messaging Subsystem'));
  t.notOk(existsSync(backup));
  t.equal(flag.restore(), false, 'once is enough');
});

test('whatever stood there comes back byte for byte, even of another type', async (t) => {
  const { file, flag, registry } = await open(t);
  registry.write('64-bit', FLAG_KEY, FLAG_VALUE, text('once a string'));
  registry.write('64-bit', FLAG_KEY, 'Neighbour', dword(7));
  registry.write('32-bit', FLAG_KEY, FLAG_VALUE, dword(3));
  t.equal(readFlag(registry, '64-bit'), 'not-a-dword');
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
  t.equal(readFlag(registry, '64-bit'), null);
  t.same(registry.read('64-bit', FLAG_KEY, 'Neighbour'), dword(7));
});

test('what a dead run left behind is repaired, and a live one is not disturbed', async (t) => {
  const { backup, flag, file, registry } = await open(t);
  flag.save();
  flag.set(1);
  const other = new FlagSwitch(registry, '64-bit', backup);
  t.throws(() => other.repair(), { code: 'FLAG_IN_USE' }, 'this process is alive');
  t.throws(() => other.save(), { code: 'FLAG_IN_USE' });

  const child = spawn(process.execPath, ['--eval', '']);
  await new Promise((resolve) => child.on('exit', resolve));
  const content = JSON.parse(contentOf(backup));
  writeFileSync(backup, JSON.stringify({ ...content, owner: { pid: child.pid, startTicks: 1 } }));
  t.equal(other.repair(), true);
  t.equal(readFlag(registry, '64-bit'), null);
  t.notOk(existsSync(backup));
  t.equal(other.repair(), false);
  t.ok(existsSync(file));
});

test('a process number that somebody else has by now does not keep the flag', async (t) => {
  const { backup, flag, registry } = await open(t);
  flag.save();
  flag.set(1);
  const content = JSON.parse(contentOf(backup));
  writeFileSync(backup, JSON.stringify({ ...content, owner: { pid: process.pid, startTicks: 1 } }));
  t.equal(new FlagSwitch(registry, '64-bit', backup).repair(), true);
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
  t.equal(readFlag(registry, '64-bit'), null);
});

test('a change that is meant to stay leaves no backup', async (t) => {
  const { backup, flag, registry } = await open(t);
  flag.save();
  flag.set(1);
  flag.keep();
  t.notOk(existsSync(backup));
  t.equal(flag.restore(), false);
  t.equal(readFlag(registry, '64-bit'), 1);
});
