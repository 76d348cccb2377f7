import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Test, test } from 'tap';
import { writeFlag } from '../../harness/execute/flag-state.ts';
import { FLAG_KEY, FLAG_VALUE } from '../../harness/plan/flag-places.ts';
import { Registry } from '../../native-bindings/windows/registry.ts';
import { openWindows } from '../../native-bindings/windows/windows.ts';
import { eventOf, resultOf, type Workplace, workplace } from '../support/command.ts';
import { temporaryRegistry } from '../support/temporary.ts';

const ON_LINUX = process.platform === 'linux' ? {} : { skip: 'reads /proc' };
const PROGRAM = fileURLToPath(new URL('./attach.child.js', import.meta.url));
const CYCLES = ['--cycle-pattern', '/LOGOFF of .* done/i', '--interval', '20ms', '--quiet', '--json'];

interface Program {
  readonly child: ChildProcess;
  readonly pid: string;
  readonly log: string;
}

/** Starts the program, with its log in a workplace. */
function started(t: Test, { folder }: Workplace, ...args: readonly string[]): Program {
  const log = join(folder, 'app.log');
  writeFileSync(log, 'logoff of yesterday done\r\n');
  const child = spawn(process.execPath, [PROGRAM, log, ...args], {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  t.teardown(() => child.kill('SIGKILL'));
  return { child, pid: String(child.pid), log };
}

test('a program that leaks with every line of its log is judged by it when it ends', ON_LINUX, async (t) => {
  const place = workplace(t);
  const { child, log, pid } = started(t, place, String(256 * 1024), '4', '500');
  const index = join(place.folder, 'history.ndjson');
  writeFileSync(index, '');
  const { ended } = place.start([
    ...[
      'attach',
      pid,
      '--cycle-log',
      log,
      ...CYCLES,
      '--horizon',
      '300',
      '--out',
      place.run,
      '--expect',
      'leak',
      '--report',
      'prometheus=leak.prom',
    ],
  ]);
  await eventOf(place, 'run-started');
  child.send('begin');
  const end = await ended;
  const result = resultOf(end);
  t.equal(result.verdict, 'not-fixed', result.reason);
  t.equal(end.code, 0, end.stderr);
  t.equal(end.stderr, '', 'nothing is said beside the result');
  t.equal(result.cycleUnit, 'matching line');
  const { estimate } = result.arms[0]?.resources['privateBytes']?.perCycle ?? { estimate: Number.NaN };
  t.ok(Math.abs(estimate - 262_144) < 26_000, `${estimate} bytes a line`);
  t.match(
    place.events().find(({ event }) => event === 'process-ended'),
    { how: 'ended' },
  );
  t.same(readdirSync(place.run).sort(), [
    ...['environment.json', 'events.ndjson', 'hosts', 'plan.json', 'report.html', 'result.json'],
    'samples.ndjson',
  ]);
  t.match(JSON.parse(readFileSync(join(place.run, 'environment.json'), 'utf8')), {
    watched: [{ pid: Number(pid), bitness: 64, file: { path: process.execPath, sha256: /^[\da-f]{64}$/ } }],
  });
  t.match(
    readFileSync(join(place.folder, 'leak.prom'), 'utf8'),
    /growth_bytes_per_cycle\{[^}]*resource="privateBytes",cycle="matching line"\} 2\d{5}/,
  );
  t.match(JSON.parse(readFileSync(index, 'utf8')), {
    ...{ run: 'run', cycleUnit: 'matching line', verdict: 'not-fixed' },
    arms: [{ resources: { privateBytes: { verdict: 'leak' } } }],
  });
  const html = readFileSync(join(place.run, 'report.html'), 'utf8');
  t.match(html, /Growth per matching line/);
  t.match(html, /heaps are seen from within a process alone/);
  t.notMatch(html, /per logon/);
  t.same(
    resultOf(await place.mapileak(['analyse', place.run, '--json'])),
    result,
    'the folder says the same later',
  );
});

test(
  'a program that keeps nothing is never acquitted, and Ctrl-C ends the watching as any end does',
  ON_LINUX,
  async (t) => {
    const place = workplace(t);
    const { child: program, pid } = started(t, place, '0', '5');
    const { child, ended } = place.start([
      ...['attach', pid, '--cycle-every', '10ms', '--interval', '10ms', '--quiet', '--out', place.run],
    ]);
    await eventOf(place, 'host-started');
    await new Promise((resolve) => setTimeout(resolve, 2000));
    child.kill('SIGINT');
    const end = await ended;
    t.equal(end.code, 3, end.stderr);
    t.equal(end.stderr, '');
    t.match(end.stdout, /^Inconclusive: node \(PID \d+\), CleanUpMAPIHeap absent: private bytes: /);
    t.match(end.stdout, /Growth per 10 ms with 95/);
    t.match(
      place.events().find(({ event }) => event === 'process-ended'),
      { how: 'left' },
    );
    t.equal(program.exitCode, null, 'the program runs on');
  },
);

test(
  'its setting of CleanUpMAPIHeap is read, told when it changes, and never written',
  ON_LINUX,
  async (t) => {
    const place = workplace(t);
    const { pid } = started(t, place, '0', '50');
    const file = temporaryRegistry(t);
    const registry = new Registry(await openWindows('koffi'));
    const flag = { view: '64-bit', key: FLAG_KEY, name: FLAG_VALUE } as const;
    writeFlag(registry, flag, 1);
    const [before, content] = [readdirSync(dirname(file)), readFileSync(file, 'utf8')];
    const { child, ended } = place.start(
      ['attach', pid, '--quiet', '--json', '--interval', '50ms', '--out', place.run],
      { MAPILEAK_REGISTRY: file },
    );
    await eventOf(place, 'run-started');
    t.equal(readFileSync(file, 'utf8'), content, 'the registry is as it was');
    writeFlag(registry, flag, 0);
    child.kill('SIGTERM');
    const result = resultOf(await ended);
    t.match(result.arms, [{ arm: 'on', cleanUpMapiHeap: 1 }]);
    t.match(result.warnings.join('\n'), /CleanUpMAPIHeap was changed while the program was watched/);
    t.same(readdirSync(dirname(file)), before, 'nothing is left beside it');
    t.same(readdirSync(place.folder).sort(), ['app.log', 'run'], 'nor beside the run folder');
  },
);

test('two processes are two replicates; each ends in its own time', ON_LINUX, async (t) => {
  const place = workplace(t);
  const programs = [started(t, place, '0', '10', '20'), started(t, place, '0', '10', '60')];
  const { ended } = place.start([
    ...['attach', ...programs.map(({ pid }) => pid), '--interval', '20ms', '--cycle-every', '20ms'],
    ...['--quiet', '--json', '--out', place.run],
  ]);
  await eventOf(place, 'run-started');
  for (const { child } of programs) child.send('begin');
  const end = await ended;
  t.equal(end.code, 3, end.stderr);
  t.match(resultOf(end).arms, [{ replicates: 2 }]);
  t.equal(place.events().filter(({ event }) => event === 'process-ended').length, 2);
});

test('what cannot be watched is refused, and leaves nothing behind', ON_LINUX, async (t) => {
  const place = workplace(t);
  const gone = started(t, place, '0', '1', '1');
  gone.child.send('begin');
  await once(gone.child, 'exit');
  const refused = async (...args: readonly string[]) =>
    await place.mapileak(['attach', ...args, '--out', place.run]);
  const [none, kernel, thread] = await Promise.all([
    refused(gone.pid),
    refused('2'),
    refused(readdirSync('/proc/self/task').find((id) => id !== String(process.pid)) ?? ''),
  ]);
  t.match(none, { code: 2, stderr: /there is no process/ });
  t.match(kernel, { code: 2 });
  t.match(thread, { code: 2, stderr: new RegExp(`is a thread of the process ${process.pid}`) });
  t.notOk(existsSync(place.run));
});

const AS_ROOT = process.getuid?.() === 0 ? {} : { skip: 'needs another user, whom only root can become' };

test('a process of another user: exit 4, and what to do', AS_ROOT, async (t) => {
  const place = workplace(t);
  const { pid } = started(t, place, '0', '50');
  const main = fileURLToPath(new URL('../../harness/cli/main.js', import.meta.url));
  const nobody = 65_534;
  const child = spawn(process.execPath, [main, 'attach', pid], {
    uid: nobody,
    gid: nobody,
    cwd: '/',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const [code] = await once(child, 'close');
  if (code !== 4 && !stderr.includes('may not be read')) {
    t.pass('denied', { skip: `that user cannot run this program either: ${stderr.slice(0, 80)}` });
    return;
  }
  t.equal(code, 4, stderr);
  t.match(stderr, /may not be read: EACCES.*\n.*as the user of that program, or as root/);
});
