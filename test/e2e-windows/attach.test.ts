import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { environmentSchema } from '../../harness/contract/environment.ts';
import { resultSchema } from '../../harness/contract/result.ts';
import { sampleSchema } from '../../harness/contract/sample.ts';
import { watchOnWindows } from '../../harness/sample/watched-windows.ts';
import { POINTER_BYTES } from '../../native-bindings/ffi/words.ts';
import { OtherProcess } from '../../native-bindings/windows/other-process.ts';
import { Registry } from '../../native-bindings/windows/registry.ts';
import { openWindows } from '../../native-bindings/windows/windows.ts';
import { eventsIn } from '../support/command.ts';
import { ON_WINDOWS, windowsPlace } from '../support/windows.ts';

/** Once it is told to begin, keeps 1 MiB each 20 ms up to 40, and ends with an exit code of its own. */
const PROGRAM = `
process.once('message', () => {
  const kept = [];
  const growing = setInterval(() => {
    // A busy machine lets it grow slowly: it ends by its size.
    if (kept.push(Buffer.alloc(1048576, 1)) < 40) return;
    clearInterval(growing);
    setTimeout(() => process.exit(7), 500);
  }, 20);
});
`;

test(
  'a program is watched from outside until it ends, through a handle that reads no memory',
  ON_WINDOWS,
  async (t) => {
    const place = windowsPlace(t);
    const child = spawn(process.execPath, ['-e', PROGRAM], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    t.teardown(() => child.kill());
    const { ended } = place.start(
      ...['attach', String(child.pid), '--interval', '20ms', '--cycle-every', '20ms', '--quiet', '--json'],
      ...['--out', place.run],
    );
    // Starting a program takes Wine its time.
    for (let waits = 0; waits < 1200 && eventsIn(join(place.run, 'events.ndjson')).length === 0; waits += 1)
      await new Promise((resolve) => setTimeout(resolve, 50));
    child.send('begin');
    const end = await ended;
    t.equal(end.code, 3, end.stderr);
    const result = resultSchema.parse(JSON.parse(end.stdout));
    t.equal(result.verdict, 'inconclusive', 'a second is before the horizon');
    const environment = environmentSchema.parse(
      JSON.parse(readFileSync(join(place.run, 'environment.json'), 'utf8')),
    );
    t.match(environment.watched, [{ pid: child.pid, name: /^node\.exe$/i, bitness: POINTER_BYTES * 8 }]);
    t.match(environment.watched?.[0], { file: { sha256: /^[\da-f]{64}$/ }, librariesUnknown: null });
    const events = readFileSync(join(place.run, 'events.ndjson'), 'utf8');
    t.match(events, /"event":"process-ended",.*"how":"ended","exitCode":7/);
    const samples = readFileSync(join(place.run, 'samples.ndjson'), 'utf8').trimEnd().split('\n');
    const [first, last] = [samples[0], samples.at(-1)].map((row) =>
      sampleSchema.parse(JSON.parse(row ?? '')),
    );
    t.ok((first?.readings.threads ?? 0) > 0);
    t.ok((last?.readings.workingSetBytes ?? 0) > (first?.readings.workingSetBytes ?? 0) + 5e6);
    t.ok((last?.readings.virtualBytes ?? 0) > (first?.readings.workingSetBytes ?? 0));
  },
);

test('numbers that are no process, or the system’s own, are refused', ON_WINDOWS, async (t) => {
  const windows = await openWindows('koffi');
  const registry = new Registry(windows);
  const watching = (pid: number) => () => watchOnWindows(windows, registry, pid).close();
  t.throws(watching(4), { code: 'PROCESS_NOT_FOUND', message: /the system itself/ });
  t.throws(watching(4_000_000_000), { code: 'PROCESS_NOT_FOUND', message: /there is no process/ });
  t.doesNotThrow(watching(process.pid));
});

test('a process says what it has loaded, when it was started, and what it is', ON_WINDOWS, async (t) => {
  const windows = await openWindows('koffi');
  const { wine } = windows;
  const other = new OtherProcess(windows, process.pid);
  t.teardown(() => other.close());
  t.equal(other.realPid(), process.pid);
  t.equal(other.hasEnded(), false);
  t.ok(Math.abs(other.startedAt().getTime() - Date.now()) < 600_000);
  t.equal(other.executable().toLowerCase(), process.execPath.toLowerCase());
  t.ok(other.modules().some((path) => /kernel32\.dll$/i.test(path)));
  t.ok(other.sizes().workingSetBytes > 1e6);
  t.ok(other.threads() > 0);
  // Wine answers 0 whatever there is.
  t.ok(other.handles() > 0 || wine !== null);
});
