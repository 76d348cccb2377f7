import { test } from 'tap';
import { analyse } from '../../../harness/analyse/analyse.ts';
import type { RunEvent } from '../../../harness/contract/event.ts';
import { AT, makeRun, type RunShape } from './make-run.ts';

const flat = () => (): number => 5_000_000;
const leaking =
  () =>
  (c: number): number =>
    4096 * c;

function lost(replicate: string, call = 'MAPILogonEx', mailbox = 'm7'): RunEvent {
  const arm = replicate.startsWith('on') ? 'on' : 'off';
  return {
    ...AT,
    event: 'host-lost',
    replicate,
    arm,
    how: 'hung',
    detail: '',
    lastActivity: { call, cycle: 612, mailbox },
  };
}

const run = (shape: Partial<RunShape>) =>
  analyse(
    makeRun({
      curves: { off: { heapBytes: flat }, on: { heapBytes: flat }, control: { heapBytes: flat } },
      cycles: 1300,
      ...shape,
      plan: { lostHosts: 'replace', ...shape.plan },
    }),
  );

test('what was lost is counted by arm, call and mailbox, and said in the reason and the warnings', async (t) => {
  const result = run({ events: [lost('off-1'), lost('off-1.2'), lost('off-1.3', 'between cycles')] });
  const off = result.arms.find(({ arm }) => arm === 'off');
  t.match(off?.lostHosts, {
    lost: 3,
    where: [
      { how: 'hung', call: 'MAPILogonEx', count: 2 },
      { how: 'hung', call: 'between cycles', count: 1 },
    ],
    mailboxes: { m7: 2 },
  });
  const sentence =
    /3 of \d+ session hosts of off were lost \(2 hung in MAPILogonEx and 1 hung between cycles\)/;
  t.match(result.reason, sentence);
  t.match(result.warnings.join('\n'), sentence);
  t.equal(result.arms.find(({ arm }) => arm === 'on')?.lostHosts, undefined);
});

test('a sweep that was cut off is not judged where a fresh host took its place', async (t) => {
  const curves = {
    off: { heapBytes: (round: number) => (round === 1 ? leaking() : flat()) },
    on: { heapBytes: flat },
    control: { heapBytes: flat },
  };
  const whole = run({ curves, plan: { lostHosts: 'end-run' }, events: [lost('off-1')] });
  const replaced = run({ curves, events: [lost('off-1')] });
  const rateOf = (result: typeof whole) =>
    result.arms.find(({ arm }) => arm === 'off')?.resources['heapBytes']?.perCycle?.estimate ?? Number.NaN;
  t.ok(rateOf(whole) > 100);
  t.ok(Math.abs(rateOf(replaced)) < 1);
  t.notOk(replaced.complete, 'nobody did what the lost one was to do');
});

test('more losses in one arm than in the other are pointed out where chance does not make them', async (t) => {
  const losses = (arm: string, count: number) =>
    Array.from({ length: count }, (_, i) => lost(`${arm}-1${i === 0 ? '' : `.${i + 1}`}`));
  const warning = /session hosts were lost more often with off \(5 of \d+\) than with on \(0 of \d+\)/;
  t.match(run({ events: losses('off', 5) }).warnings.join('\n'), warning);
  t.notMatch(run({ events: losses('off', 4) }).warnings.join('\n'), /more often/);
  const thousand = run({ events: [...losses('off', 530), ...losses('on', 470)] });
  t.match(thousand.warnings.join('\n'), /more often with off/);
  t.notMatch(run({ events: [...losses('off', 8), ...losses('on', 8)] }).warnings.join('\n'), /more often/);
});

test('an arm that lost more than half of its hosts is not acquitted by those that lived on', async (t) => {
  const losing = (count: number) =>
    run({ events: Array.from({ length: count }, (_, i) => lost(`on-1.${i + 2}`)) });
  const on = (result: ReturnType<typeof run>) => result.arms.find(({ arm }) => arm === 'on');
  const half = on(losing(1))?.replicates ?? 0;
  t.equal(on(losing(half))?.verdict, 'no-leak', 'half of them');
  const result = losing(half + 1);
  t.match(on(result), { verdict: 'inconclusive', reason: /were lost: repair that first; of the others, / });
  t.equal(result.verdict, 'inconclusive');
});

test('mailboxes in quarantine are named', async (t) => {
  const event = { ...AT, event: 'mailbox-quarantined', mailbox: 'm7', hostsLost: 3 } as const;
  t.match(
    run({ events: [event] }).warnings.join('\n'),
    /1 mailbox left out after session hosts were lost there: "m7"/,
  );
});

test('mailboxes that were taken back are not named as left out', async (t) => {
  const out = { ...AT, event: 'mailbox-quarantined', mailbox: 'm7', hostsLost: 3 } as const;
  const mailboxes = [{ mailbox: 'm7', hosts: 3, wasLeftOut: true }];
  const back = { ...AT, event: 'mailboxes-taken-back', mailboxes } as const;
  t.notMatch(run({ events: [out, back] }).warnings.join('\n'), /left out/);
  t.match(run({ events: [back, out] }).warnings.join('\n'), /left out/, 'unless they were lost again');
});

test('a host that did not leave is told, and its replicate is judged', async (t) => {
  const event = {
    ...AT,
    event: 'host-ended',
    replicate: 'off-1',
    arm: 'off',
    call: 'MAPIUninitialize',
  } as const;
  const result = run({ events: [event] });
  t.match(
    result.warnings.join('\n'),
    /off-1: the session host did not come back from MAPIUninitialize after its last sample, and was ended by force/,
  );
  t.ok(result.complete);
});

test('a replicate over the limit of private bytes ended as one that ran out', async (t) => {
  const over = (replicate: string): RunEvent => ({
    ...AT,
    event: 'over-limit',
    replicate,
    arm: 'off',
    cycles: 1300,
    privateBytes: 2e9,
    limitBytes: 1.5e9,
  });
  const result = run({ events: [over('off-1')] });
  const off = result.arms.find(({ arm }) => arm === 'off');
  t.match(off?.exhausted, [{ replicate: 'off-1', cycle: 1300, code: 'OVER_LIMIT', privateBytes: 2e9 }]);
  t.match(off?.reason, /1 of \d+ replicates stopped at cycle 1,300: over the limit of private bytes/);
});
