import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'tap';
import {
  OtherProcess,
  parseBootTime,
  parseStat,
  parseThreadGroup,
  startedAt,
} from '../../../native-bindings/linux/other-process.ts';
import fc from '../../support/seeded-properties.ts';

const ON_LINUX = process.platform === 'linux' ? {} : { skip: 'needs /proc' };

test('the name of a program cannot disguise its state', async (t) => {
  const rest = '1 7 7 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 987654 1 2';
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', ')', '(', ' ', 'Z', '\n'), maxLength: 15 }),
      (name) => {
        const { isKernelThread, parent, startTicks, state } = parseStat(`12 (${name}) S ${rest}`);
        return state === 'S' && parent === 1 && startTicks === 987654 && !isKernelThread;
      },
    ),
    { seed: 3 },
  );
  t.equal(parseStat('2 (kthreadd) S 0 0 0 0 -1 2129984 0 0 0 0 0 0 0 0 20 0 1 0 3 0').isKernelThread, true);
  t.throws(() => parseStat('2 (x) S 1'), /no start time/);
  t.throws(() => parseThreadGroup('Pid: 2\n'), /no field Tgid/);
  t.throws(() => parseBootTime('cpu 1\n'), /no field btime/);
});

test('a child is seen from outside as it is', ON_LINUX, async (t) => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  t.teardown(() => child.kill('SIGKILL'));
  const process_ = new OtherProcess(child.pid ?? 0);
  t.equal(process_.threadGroup(), child.pid);
  t.equal(process_.stat().parent, process.pid);
  t.ok(Math.abs(startedAt(process_.stat().startTicks).getTime() - Date.now()) < 60_000);
  t.ok(process_.privateBytes() > 0);
  const { residentBytes, threads, virtualBytes } = process_.sizes();
  t.ok(virtualBytes > residentBytes && residentBytes > 0 && threads >= 1);
  t.ok(process_.fileDescriptors() >= 3);
  t.same(readFileSync(process_.executable()).length, readFileSync(process_.executableFile()).length);
  t.ok(process_.libraries().length > 0);
});
