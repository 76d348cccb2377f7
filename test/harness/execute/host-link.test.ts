import { test } from 'tap';
import type { ToHost } from '../../../harness/execute/messages.ts';
import { mailboxesOf, startHost } from '../../support/session-host.ts';

const HANG_TIMEOUT_MS = 2000;

const standStill = (ms: number): void =>
  void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

const block = (cycles: number): ToHost => ({
  say: 'block',
  firstCycle: 0,
  mailboxes: mailboxesOf(cycles),
  ...{ walk: 'if-cheap', census: false, cycleMs: 0, restMs: 0 },
});

test('a host that stood still with the machine, or while a slow disk held the parent up, is not called hung', {
  skip: process.platform === 'win32' && 'nobody is stopped by a signal here',
}, async (t) => {
  const { link } = await startHost(t, { hangTimeoutMs: HANG_TIMEOUT_MS });
  process.kill(link.pid, 'SIGSTOP');
  const answer = link.ask(block(3));
  await new Promise((resolve) => setTimeout(resolve, HANG_TIMEOUT_MS / 10));
  standStill(1.5 * HANG_TIMEOUT_MS);
  process.kill(link.pid, 'SIGCONT');
  t.match(await answer, { outcome: 'said', message: { say: 'block-done', cycles: 3 } });
});

test('a host that stands still while its parent watches is hung', {
  skip: process.platform === 'win32' && 'nobody is stopped by a signal here',
}, async (t) => {
  const { link } = await startHost(t, { hangTimeoutMs: 500 });
  process.kill(link.pid, 'SIGSTOP');
  const answer = await link.ask(block(1));
  t.match(answer, { outcome: 'hung', detail: 'no sign of life for 500 ms' });
});
