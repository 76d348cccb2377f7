import { join } from 'node:path';
import { type Test, test } from 'tap';
import type { ArmName } from '../../../../harness/contract/arms.ts';
import type { Plan } from '../../../../harness/contract/plan.ts';
import type { Sample } from '../../../../harness/contract/sample.ts';
import { readSoakProgress } from '../../../../harness/execute/resume/soak-progress.ts';
import { RunFolder } from '../../../../harness/execute/run-folder.ts';
import { temporaryFolder } from '../../../support/temporary.ts';
import { PLAN } from '../../analyse/make-run.ts';

/** Two hosts each test the instrument, and its control arm is numbered from 3 in the rounds. */
const SHAPE = {
  selfTest: true,
  control: true,
  replicates: 2,
  length: { by: 'cycles', cycles: 100 },
} satisfies Partial<Plan>;
const SELF_TEST = ['planted-1', 'control-1', 'planted-2', 'control-2'] as const;

/** A soak that is told step by step. */
function soak(t: Test) {
  const path = join(temporaryFolder(t), 'run');
  const folder = RunFolder.create(path);
  folder.writePlan({ ...PLAN, ...SHAPE });
  folder.addEvent({ event: 'run-started' });
  return {
    folder,
    started: (...replicates: readonly string[]) => {
      for (const replicate of replicates)
        folder.addEvent({ event: 'host-started', replicate, arm: armOf(replicate), pid: 1 });
    },
    finished: (cycles: number, ...replicates: readonly string[]) => {
      for (const replicate of replicates)
        folder.addEvent({ event: 'host-finished', replicate, arm: armOf(replicate), cycles });
    },
    sampled: (replicate: string, cycle: number, elapsedMs = 1) =>
      folder.addSample({ ...SAMPLE, replicate, arm: armOf(replicate), cycle, elapsedMs }),
    progress: () => readSoakProgress(path),
  };
}

const SAMPLE: Sample = {
  schema: 1,
  kind: 'quiescent',
  replicate: '',
  arm: 'off',
  phase: 'sweep',
  cycle: 0,
  failedCycles: 0,
  elapsedMs: 0,
  readings: {},
  walk: { covered: 'none', reason: 'budget' },
};

const armOf = (replicate: string): ArmName => {
  const arm = replicate.split('-')[0];
  return arm === 'off' || arm === 'on' || arm === 'planted' ? arm : 'control';
};

test('a soak that has just begun has nothing behind it', async (t) => {
  const { progress } = soak(t);
  t.match(await progress(), {
    rounds: 0,
    startedRound: 0,
    cycles: 0,
    cutOff: [],
    quarantined: [],
    selfTestDone: false,
    isFinished: false,
    lastRowAt: /^20/,
  });
});

test('what was started and has no end was cut off; its cycles count as far as they were sampled', async (t) => {
  const { folder, finished, progress, sampled, started } = soak(t);
  started(...SELF_TEST);
  finished(100, ...SELF_TEST);
  started('off-1', 'on-1', 'control-3');
  sampled('off-1', 100);
  sampled('control-3', 999);
  finished(100, 'off-1', 'on-1', 'control-3');
  folder.addEvent({ event: 'round-finished', round: 1, cycles: 200 });
  started('off-2', 'on-2', 'control-4');
  sampled('off-2', 40);
  finished(100, 'on-2');
  t.match(await progress(), {
    rounds: 1,
    startedRound: 2,
    cycles: 340,
    cutOff: ['off-2', 'control-4'],
    selfTestDone: true,
  });
});

test('a round counts as begun with its first host, the control too; those of the self-test are of none', async (t) => {
  const { progress, started } = soak(t);
  started(...SELF_TEST);
  t.equal((await progress()).startedRound, 0);
  started('control-3');
  t.equal((await progress()).startedRound, 1);
  started('off-2.3');
  t.equal((await progress()).startedRound, 2);
});

test('of a self-test that was cut off, or stopped, fresh hosts do what is left', async (t) => {
  const { finished, progress, started } = soak(t);
  const left = async () => (await progress()).selfTestLeft.map(({ replicate }) => replicate).toSorted();
  t.same(await left(), SELF_TEST.toSorted());
  started('planted-1', 'control-1', 'planted-2', 'planted-2.2');
  finished(100, 'planted-1');
  finished(40, 'control-1');
  t.same(await left(), ['control-1.2', 'control-2', 'planted-2.3']);
  t.equal((await progress()).selfTestDone, false);
  started('control-1.2', 'control-2', 'planted-2.3');
  finished(100, 'control-1.2', 'control-2', 'planted-2.3');
  t.match(await progress(), { selfTestDone: true, selfTestLeft: [] });
});

test('after a resume the cut-off round is over, and its replicates are cut off no more', async (t) => {
  const { folder, finished, progress, sampled, started } = soak(t);
  started('off-1', 'on-1');
  sampled('off-1', 40);
  folder.addEvent({ event: 'resumed', pid: 1, gapMs: null, cutOff: ['off-1', 'on-1'], leftOut: [] });
  started('off-2');
  t.match(await progress(), { rounds: 1, startedRound: 2, cycles: 40, cutOff: ['off-2'] });
  finished(10, 'off-2');
  folder.addEvent({ event: 'round-finished', round: 2, cycles: 50 });
  t.match(await progress(), { rounds: 2, cycles: 50, cutOff: [] });
});

test('replicates that ended otherwise, or were let go, are not cut off', async (t) => {
  const { folder, progress, started } = soak(t);
  started('off-1', 'on-1', 'off-2', 'on-2');
  const limits = { cycles: 5, privateBytes: 2, limitBytes: 1 };
  folder.addEvent({ event: 'over-limit', replicate: 'off-1', arm: 'off', ...limits });
  const lastActivity = { call: 'MAPILogonEx', cycle: 3, mailbox: 'ann' };
  const lost = { event: 'host-lost', how: 'hung', detail: '', lastActivity } as const;
  folder.addEvent({ ...lost, replicate: 'off-2', arm: 'off' });
  folder.addEvent({ ...lost, replicate: 'off-3', arm: 'off' });
  const onItsOwn = { ...lastActivity, call: 'HeapWalk' };
  folder.addEvent({ ...lost, replicate: 'off-4', arm: 'off', lastActivity: onItsOwn });
  folder.addEvent({ event: 'mailbox-quarantined', mailbox: 'bob', hostsLost: 3 });
  folder.addEvent({ event: 'arm-invalid', arm: 'on', reason: 'x' });
  const { cutOff, lostAt, quarantined } = await progress();
  t.same(cutOff, []);
  t.same([...lostAt], [['ann', 2]]);
  t.same(quarantined, ['bob']);
});

test('mailboxes that were taken back are in no quarantine when a soak goes on', async (t) => {
  const { folder, progress, started } = soak(t);
  started('off-1');
  const lost = { event: 'host-lost', how: 'hung', detail: '', replicate: 'off-1', arm: 'off' } as const;
  for (const mailbox of ['ann', 'bob', 'bob', 'bob'])
    folder.addEvent({ ...lost, lastActivity: { call: 'MAPILogonEx', cycle: 3, mailbox } });
  folder.addEvent({ event: 'mailbox-quarantined', mailbox: 'bob', hostsLost: 3 });
  const mailboxes = [{ mailbox: 'bob', hosts: 2, wasLeftOut: true }];
  folder.addEvent({ event: 'mailboxes-taken-back', mailboxes });
  const { lostAt, quarantined } = await progress();
  t.same(quarantined, []);
  t.same(
    lostAt,
    new Map([
      ['ann', 1],
      ['bob', 1],
    ]),
  );
});

test('only a soak that ran to its planned end is finished', async (t) => {
  const { folder, progress } = soak(t);
  for (const outcome of ['stopped', 'failed', 'host-lost'] as const) {
    folder.addEvent({ event: 'run-finished', outcome });
    t.equal((await progress()).isFinished, false, outcome);
  }
  folder.addEvent({ event: 'resumed', pid: 1, gapMs: 5, cutOff: [], leftOut: [] });
  folder.addEvent({ event: 'run-finished', outcome: 'complete' });
  t.equal((await progress()).isFinished, true);
});

test('elapsed time is that of the last row, be it an event or a sample', async (t) => {
  const { progress, sampled, started } = soak(t);
  started('off-1');
  sampled('off-1', 40, 3_600_000);
  const { elapsedMs, lastRowAt } = await progress();
  t.ok(elapsedMs >= 3_600_000);
  t.ok(Date.parse(lastRowAt ?? '') > Date.now() + 3_000_000);
});

test('a flag that was saved and not put back is told of', async (t) => {
  const { folder, progress } = soak(t);
  folder.addEvent({ event: 'flag-saved', backup: '/registry.flag-backup.json' });
  t.equal((await progress()).flagBackup, '/registry.flag-backup.json');
  folder.addEvent({ event: 'flag-restored' });
  t.equal((await progress()).flagBackup, null);
  folder.close();
});
