import { test } from 'tap';
import { isAlive } from '../../../../harness/serve/live/process-alive.ts';
import { FRESH_MS, type StatusEvidence, statusOf } from '../../../../harness/serve/live/status.ts';
import { Throttle } from '../../../../harness/serve/live/throttle.ts';
import { NO_PROCESS } from '../../../support/run-on-disk.ts';

const KILLED: StatusEvidence = {
  outcome: null,
  hasResult: false,
  quietMs: FRESH_MS,
  hasLivingProcess: false,
  hangTimeoutMs: 120_000,
};

test('a run runs while rows come, wherever it is written', async (t) => {
  t.equal(statusOf({ ...KILLED, quietMs: 5000 }), 'running');
  t.equal(statusOf({ ...KILLED, quietMs: 5000, hasResult: true }), 'running', 'somebody judged it meanwhile');
});

test('a run that is silent runs while its process lives, but not for ever', async (t) => {
  const resting = { ...KILLED, hasLivingProcess: true, quietMs: 5 * 60_000 };
  t.equal(statusOf(resting), 'running');
  t.equal(statusOf({ ...resting, quietMs: 11 * 60_000 }), 'unfinished', 'another program has its id by now');
  t.equal(statusOf({ ...resting, quietMs: 11 * 60_000, hangTimeoutMs: 3_600_000 }), 'running');
});

test('a run that was killed is not finished, and never running again', async (t) => {
  t.equal(statusOf(KILLED), 'unfinished');
  t.equal(statusOf({ ...KILLED, hasResult: true }), 'unfinished');
});

test('a run that has ended is judged until its result is there', async (t) => {
  const ended = { ...KILLED, outcome: 'complete', quietMs: 1000 } as const;
  t.equal(statusOf(ended), 'judging');
  t.equal(statusOf({ ...ended, hasResult: true }), 'finished');
  t.equal(
    statusOf({ ...ended, quietMs: FRESH_MS, hasLivingProcess: true }),
    'judging',
    'a long run takes long',
  );
  t.equal(statusOf({ ...ended, quietMs: FRESH_MS }), 'finished', 'nobody judges it any more');
});

test('this process lives, and no process has an id that means a group', async (t) => {
  t.ok(isAlive(process.pid));
  for (const pid of [NO_PROCESS, 0, -1, 1.5, Number.NaN]) t.notOk(isAlive(pid), String(pid));
});

test('work that takes long is due less often', async (t) => {
  const throttle = new Throttle();
  t.ok(throttle.isDue(0));
  throttle.took(0, 10);
  t.notOk(throttle.isDue(2009));
  t.ok(throttle.isDue(2010));
  throttle.took(2010, 3010);
  t.notOk(throttle.isDue(12_009));
  t.ok(throttle.isDue(12_010));
});
