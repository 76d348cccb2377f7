import { spawnSync } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { test } from 'tap';
import { listenForStop } from '../../../harness/cli/stop-signals.ts';

/** A process of a platform that listens, what it was told, and what it has decided by now. */
function listening(platform: NodeJS.Platform, outlives = false) {
  const source = new EventEmitter();
  const told: string[] = [];
  const { stop, stopNow } = listenForStop((signal) => told.push(signal), source, platform, outlives);
  return {
    told,
    heard: () => source.eventNames().map(String).sort(),
    /** As Node does it, a signal's name is the event and its argument. */
    send: (signal: NodeJS.Signals) => source.emit(signal, signal),
    decided: () => ({ stop: stop.aborted, stopNow: stopNow.aborted }),
  };
}

test('without a signal nothing stops', async (t) => {
  const { decided, told } = listening('win32');
  t.strictSame(decided(), { stop: false, stopNow: false });
  t.strictSame(told, []);
});

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  test(`${signal}: first after the running cycle, at the second one at once`, async (t) => {
    const { decided, send, told } = listening('linux');
    send(signal);
    t.strictSame(decided(), { stop: true, stopNow: false });
    send(signal);
    t.strictSame(decided(), { stop: true, stopNow: true });
    send(signal);
    t.strictSame(told, [signal], 'the user is told once');
  });
}

test('on Windows Ctrl-C and Ctrl+Break wait for the running cycle, too', async (t) => {
  for (const signal of ['SIGINT', 'SIGBREAK'] as const) {
    const { decided, send, told } = listening('win32');
    send(signal);
    t.strictSame(decided(), { stop: true, stopNow: false }, signal);
    send(signal);
    t.strictSame(decided(), { stop: true, stopNow: true }, signal);
    t.strictSame(told, [signal]);
  }
});

test('a second signal of another kind is a second signal', async (t) => {
  const { decided, send, told } = listening('linux');
  send('SIGTERM');
  send('SIGINT');
  t.strictSame(decided(), { stop: true, stopNow: true });
  t.strictSame(told, ['SIGTERM']);
});

test('on Windows a console that is closed stops at once, and the user is told', async (t) => {
  const { decided, send, told } = listening('win32');
  send('SIGHUP');
  t.strictSame(decided(), { stop: true, stopNow: true });
  t.strictSame(told, ['SIGHUP']);
});

test('what has nothing on a terminal, as under nohup, goes on when that hangs up, and stops for all else', async (t) => {
  const { decided, send, told } = listening('linux', true);
  send('SIGHUP');
  send('SIGHUP');
  t.strictSame(decided(), { stop: false, stopNow: false });
  t.strictSame(told, []);
  send('SIGTERM');
  t.strictSame(decided(), { stop: true, stopNow: false });
  t.strictSame(told, ['SIGTERM']);
});

test('on Windows a console that is closed ends the process anyway, so it stops', async (t) => {
  const { decided, send } = listening('win32', true);
  send('SIGHUP');
  t.strictSame(decided(), { stop: true, stopNow: true });
});

test('a terminal is outlived with stdin at /dev/null and all else elsewhere, and not with a pipe', async (t) => {
  const module = new URL('../../../harness/cli/stop-signals.js', import.meta.url).href;
  const program = `process.stdout.write(String((await import(${JSON.stringify(module)})).outlivesTerminal()))`;
  const says = (stdin: 'ignore' | 'pipe') =>
    spawnSync(process.execPath, ['--input-type=module', '-e', program], {
      stdio: [stdin, 'pipe', 'pipe'],
      encoding: 'utf8',
    }).stdout;
  t.equal(says('ignore'), 'true');
  t.equal(says('pipe'), 'false');
});

test('SIGBREAK is of Windows alone', async (t) => {
  const everywhere = ['SIGHUP', 'SIGINT', 'SIGTERM'];
  t.strictSame(listening('linux').heard(), everywhere);
  t.strictSame(listening('win32').heard(), ['SIGBREAK', ...everywhere]);
});
