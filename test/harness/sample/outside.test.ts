import { spawn } from 'node:child_process';
import { test } from 'tap';
import type { Readings } from '../../../harness/contract/resources.ts';
import { isAlive, readable, watchFromOutside } from '../../../harness/sample/outside.ts';

test('a process is seen from outside until it is no longer watched', async (t) => {
  const seen: Readings[] = [];
  const first = new Promise<void>((resolve) => {
    const watch = watchFromOutside(process.pid, {
      onReadings: (readings) => {
        seen.push(readings);
        watch.stop();
        resolve();
      },
      onUnsupported: (reason) => t.fail(reason),
    });
  });
  await first;
  t.equal(seen.length, 1);
  t.ok((seen[0]?.workingSetBytes ?? 0) > 10_000_000);
});

test('losing a process that has ended is no failure of the source', async (t) => {
  const child = spawn(process.execPath, ['--eval', '']);
  await new Promise((resolve) => child.on('exit', resolve));
  t.notOk(isAlive(child.pid ?? 0));
  const watch = watchFromOutside(child.pid ?? 0, {
    onReadings: () => t.fail('nobody is there'),
    onUnsupported: (reason) => t.fail(reason),
  });
  await new Promise((resolve) => setTimeout(resolve, 300));
  watch.stop();
});

test('this process is alive', async (t) => {
  t.ok(isAlive(process.pid));
});

test('a reason can be read, whatever the program that failed has written', async (t) => {
  t.equal(
    readable(Buffer.from('Error: no such command\r\n', 'utf16le').toString('latin1')),
    'Error: no such command',
  );
  t.equal(readable('two\nlines'), 'two lines');
  t.equal(readable('\0\0'), 'pidusage failed without a word');
  t.equal(readable('x'.repeat(1000)).length, 200);
});
