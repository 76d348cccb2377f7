import { test } from 'tap';
import { analyse } from '../../../../harness/analyse/analyse.ts';
import {
  type Batch,
  batchFrom,
  batchOfOne,
  batchState,
  joined,
} from '../../../../harness/analyse/merging/batch.ts';
import { type Batches, MOST_BATCHES, withReplicate } from '../../../../harness/analyse/merging/batches.ts';
import { createMergingCollector } from '../../../../harness/analyse/merging/collector.ts';
import { MergedLog } from '../../../../harness/analyse/merging/merged-log.ts';
import { mergedSeriesSchema } from '../../../../harness/contract/merged.ts';
import type { ResourceName } from '../../../../harness/contract/resources.ts';
import { parseThreshold } from '../../../../harness/plan/thresholds.ts';
import { soakPlan, tellReplicate, tellRound } from '../../../support/soak-rounds.ts';
import { AT, ENVIRONMENT, exhaustedAt, sampleAt } from '../make-run.ts';

const NO_BATCHES: Batches = { size: 1, full: [], filling: null };

const PLAN = soakPlan({ length: { by: 'cycles', cycles: 20 }, blockCycles: 10 });
const FLAT = { heapBytes: () => () => 1000 };
const lastActivity = { call: 'MAPILogonEx', cycle: 7, mailbox: 'ann' };

/** A replicate that read this at these cycles. */
function replicate(
  name: string,
  points: Partial<Record<ResourceName, readonly [number[], number[]]>>,
): Batch {
  const counts = { cycles: 20, failedCycles: 1, elapsedMs: 40, walksOverBudget: 0 };
  const facts = { replicate: name, arm: 'off', ...counts, ending: { kind: 'finished' } } as const;
  const columns = new Map<ResourceName, { x: Float64Array; y: Float64Array }>();
  for (const resource of ['heapBytes', 'heaps'] as const) {
    const found = points[resource];
    if (found === undefined) continue;
    columns.set(resource, { x: Float64Array.from(found[0]), y: Float64Array.from(found[1]) });
  }
  return batchOfOne(facts, columns);
}

test('a point is kept only where every replicate of a batch has one', async (t) => {
  const a = replicate('off-1', {
    heapBytes: [
      [0, 5, 10, 20],
      [1, 2, 3, 4],
    ],
    heaps: [
      [0, 10, 20],
      [7, 7, 7],
    ],
  });
  const b = replicate('off-2', {
    heapBytes: [
      [0, 10, 15, 20],
      [10, 30, 35, 40],
    ],
  });
  const { first, last, sums, totals } = joined(a, b);
  t.same([first, last], ['off-1', 'off-2']);
  t.same([...(sums.get('heapBytes')?.x ?? [])], [0, 10, 20]);
  t.same([...(sums.get('heapBytes')?.y ?? [])], [11, 33, 44]);
  t.notOk(sums.has('heaps'), 'what one of them never read is in no sum');
  t.match(totals, { replicates: 2, cycles: 40, failedCycles: 2 });
});

test('batches know by which cycles how many had failed, but for those that were kept without', async (t) => {
  const at = (cycle: number, failed: number) => ({ x: Float64Array.of(cycle), y: Float64Array.of(failed) });
  const facts = {
    arm: 'off',
    cycles: 20,
    elapsedMs: 40,
    walksOverBudget: 0,
    ending: { kind: 'finished' },
  } as const;
  const none = batchOfOne({ ...facts, replicate: 'off-1', failedCycles: 0 }, new Map());
  const early = batchOfOne({ ...facts, replicate: 'off-2', failedCycles: 1, failures: at(5, 1) }, new Map());
  const late = batchOfOne({ ...facts, replicate: 'off-3', failedCycles: 3, failures: at(15, 3) }, new Map());
  const both = joined(joined(none, early), late);
  t.strictSame(both.failures, { x: Float64Array.of(5, 15), y: Float64Array.of(1, 4) });
  t.strictSame(batchFrom(batchState(both)), both);
  t.strictSame(batchFrom(batchState(none)), none);
  const { failures: _, ...before } = batchState(both);
  t.equal(batchFrom(before).failures, null, 'of a file of before they were kept it is not known');
  t.equal(joined(none, batchFrom(before)).failures, null);
});

test('sums of whole numbers are exact, however many are added', async (t) => {
  let batches = NO_BATCHES;
  const largest = 2 ** 40 + 1;
  for (let number = 1; number <= 4096; number += 1) {
    batches = withReplicate(
      batches,
      replicate(`off-${number}`, {
        heapBytes: [
          [0, 20],
          [largest, largest],
        ],
      }),
    );
  }
  t.equal(batches.size, 128);
  t.equal(batches.full.length, 32);
  for (const { sums } of batches.full) t.equal(sums.get('heapBytes')?.y[1], 128 * largest);
});

test('an arm has 32 to 63 batches of a power of two, and one that is filled', async (t) => {
  let batches = NO_BATCHES;
  for (let number = 1; number <= 1000; number += 1) {
    batches = withReplicate(batches, replicate(`off-${number}`, { heapBytes: [[0], [1]] }));
    const inFull = batches.full.reduce((sum, { totals }) => sum + totals.replicates, 0);
    const waiting = batches.filling?.totals.replicates ?? 0;
    if (inFull + waiting !== number || waiting >= batches.size || batches.full.length >= MOST_BATCHES)
      t.fail(`after ${number}: ${batches.full.length} of ${batches.size} and ${waiting}`);
    if (number >= MOST_BATCHES && batches.full.length < MOST_BATCHES / 2) t.fail('too few');
  }
  t.equal(batches.size, 16);
});

test('a probe that was lost is no host of the arm whose scenario it had opened', async (t) => {
  const collector = createMergingCollector(PLAN);
  const probe = { replicate: 'probe', arm: 'off', how: 'died', detail: '', lastActivity } as const;
  collector.addEvent({ ...AT, event: 'host-lost', ...probe });
  tellRound(1, { off: FLAT }, PLAN, collector);
  collector.settle();
  collector.addEvent({ ...AT, event: 'host-lost', ...probe });
  const { replicates, soak } = collector.finish();
  t.same(
    replicates.map(({ replicate }) => replicate),
    ['off-1'],
  );
  t.same(soak?.arms.get('off')?.ended, new Map());
});

test('what ended early is told and counted, and of many only the last are kept', async (t) => {
  const collector = createMergingCollector(PLAN);
  for (let round = 1; round <= 30; round += 1) {
    tellRound(round, { off: FLAT }, PLAN, collector);
    const lost = { replicate: `off-${round}.2`, arm: 'off' } as const;
    collector.add(sampleAt(lost.replicate, 'off', 10, { heapBytes: 1000 }));
    if (round % 3 > 0)
      collector.addEvent({ ...AT, event: 'host-lost', ...lost, how: 'died', detail: '', lastActivity });
    else collector.addEvent({ ...AT, event: 'exhausted', ...lost, ...exhaustedAt(10) });
    if (round % 5 === 0) collector.settle();
  }
  const collected = collector.finish();
  const early = collected.replicates.filter(({ ending }) => ending.kind !== 'finished');
  t.equal(early.length, 16, 'the last 8 that were lost, and the last 8 that ran out');
  t.same(
    collected.soak?.arms.get('off')?.ended,
    new Map([
      ['died', 20],
      ['exhausted', 10],
    ]),
  );
  const { arms, warnings } = analyse({ plan: PLAN, environment: ENVIRONMENT, collected });
  t.match(arms[0], { replicates: 40, cycles: 30 * 20 + 10 * 13 }, 'in the places of lost ones others ran');
  t.match(arms[0]?.lostHosts, { hosts: 60, lost: 20, cyclesLeftOut: 200, mailboxes: { ann: 20 } });
  t.match(arms[0]?.lostHosts?.where, [{ how: 'died', call: 'MAPILogonEx', count: 20 }]);
  t.match(arms[0]?.reason, /10 of 40 replicates stopped at cycle 10/);
  t.equal(arms[0]?.exhaustedReplicates, 10);
  t.match(warnings.join('\n'), /20 of 60 session hosts of off were lost \(20 died in MAPILogonEx\)/);
});

test('however many are lost after it, who ran out is counted, and keeps the arm from being acquitted', async (t) => {
  const plan = soakPlan({
    thresholds: [parseThreshold('off.exhausted<=0'), parseThreshold('off.exhausted<30')],
  });
  const collector = createMergingCollector(plan);
  for (let round = 1; round <= 24; round += 1) {
    tellRound(round, { off: FLAT }, plan, collector);
    const who = { replicate: `off-${round}.2`, arm: 'off' } as const;
    collector.add(sampleAt(who.replicate, 'off', 10, { heapBytes: 1000 }));
    if (round <= 2) collector.addEvent({ ...AT, event: 'exhausted', ...who, ...exhaustedAt(10) });
    else if (round <= 12)
      collector.addEvent({ ...AT, event: 'over-limit', ...who, cycles: 10, privateBytes: 2, limitBytes: 1 });
    else collector.addEvent({ ...AT, event: 'host-lost', ...who, how: 'died', detail: '', lastActivity });
    collector.settle();
  }
  const result = analyse({ plan, environment: ENVIRONMENT, collected: collector.finish() });
  const [off] = result.arms;
  t.match(off, { verdict: 'inconclusive', exhaustedReplicates: 12, reason: /12 of 36 replicates stopped/ });
  t.equal(off?.exhausted.length, 8, 'of which some are listed');
  t.match(result.thresholds, [
    { outcome: 'failed', value: 12, reason: '12 of 36 replicates ran out' },
    { outcome: 'passed' },
  ]);
});

test('all that grew over the limit are counted, not those alone that are kept', async (t) => {
  const collector = createMergingCollector(PLAN);
  for (let round = 1; round <= 12; round += 1) {
    const over = { replicate: `off-${round}`, arm: 'off' } as const;
    collector.add(sampleAt(over.replicate, 'off', 10, { heapBytes: 1000 }));
    const figures = { cycles: 10, privateBytes: 2e9, limitBytes: 1e9 };
    collector.addEvent({ ...AT, event: 'over-limit', ...over, ...figures });
  }
  const { arms } = analyse({ plan: PLAN, environment: ENVIRONMENT, collected: collector.finish() });
  t.match(arms[0], { replicates: 12, exhaustedReplicates: 12 });
  t.match(arms[0]?.reason, /12 of 12 replicates stopped at cycle 10/);
});

test('failures of those that are not kept any more are a share of all cycles, too', async (t) => {
  const collector = createMergingCollector(PLAN);
  tellRound(1, { off: FLAT }, PLAN, collector);
  for (let number = 1; number <= 16; number += 1) {
    const replicate = `off-1.${number + 1}`;
    collector.add(sampleAt(replicate, 'off', 10, { heapBytes: 1000 }, 5));
    collector.addEvent({ ...AT, event: 'host-finished', replicate, arm: 'off', cycles: 10 });
    collector.settle();
  }
  const { warnings } = analyse({ plan: PLAN, environment: ENVIRONMENT, collected: collector.finish() });
  t.match(warnings.join('\n'), /off: 44\.4 % of the cycles failed/, '80 of 20 + 16 * 10');
});

test('a replicate that was cut off, or stopped early, is in no batch', async (t) => {
  const collector = createMergingCollector(PLAN);
  tellRound(1, { off: FLAT }, PLAN, collector);
  tellReplicate('off-2', 'off', 2, FLAT, PLAN, collector, 10);
  collector.addEvent({ ...AT, event: 'host-started', replicate: 'off-3', arm: 'off', pid: 1 });
  collector.addEvent({ ...AT, event: 'resumed', pid: 2, gapMs: 1, cutOff: ['off-3'], leftOut: [] });
  const tally = collector.finish().soak?.arms.get('off');
  t.equal(tally?.whole, 1);
  t.same(tally?.ended, new Map([['cut', 2]]));
});

test('who was still running when a soak was stopped is counted as cut off', async (t) => {
  const collector = createMergingCollector(PLAN);
  tellRound(1, { off: FLAT }, PLAN, collector);
  collector.addEvent({ ...AT, event: 'host-started', replicate: 'off-2', arm: 'off', pid: 1 });
  collector.add(sampleAt('off-2', 'off', 10, { heapBytes: 1000 }));
  const ended = () => collector.finish().soak?.arms.get('off')?.ended;
  t.same(ended(), new Map());
  collector.addEvent({ ...AT, event: 'run-finished', outcome: 'stopped' });
  t.same(ended(), new Map([['cut', 1]]));
  t.match(analyse({ plan: PLAN, environment: ENVIRONMENT, collected: collector.finish() }).arms[0], {
    replicates: 2,
    cycles: 30,
  });
});

test('a replicate that was cut off does not keep the whole ones from a verdict', async (t) => {
  const plan = soakPlan();
  const collector = createMergingCollector(plan);
  const tell = (replicate: string, round: number, cycles: number): void =>
    tellReplicate(replicate, 'off', round, FLAT, plan, collector, cycles);
  const verdict = (): string | undefined =>
    analyse({ plan, environment: ENVIRONMENT, collected: collector.finish() }).arms[0]?.resources['heapBytes']
      ?.verdict;
  tell('off-1', 1, 300);
  t.equal(collector.finish().series.get('heapBytes')?.length, 1, 'where it is all there is, it is judged');
  for (let round = 2; round <= 6; round += 1) tell(`off-${round}`, round, 512);
  collector.settle();
  t.equal(verdict(), 'no-leak', 'not seen for 300 cycles only');
  tell('off-7', 7, 300);
  t.equal(verdict(), 'no-leak');
  for (const [name, cycles] of [
    ['planted-1', 512],
    ['planted-2', 300],
  ] as const)
    tellReplicate(name, 'planted', 1, FLAT, plan, collector, cycles);
  const planted = collector
    .finish()
    .series.get('heapBytes')
    ?.filter(({ arm }) => arm === 'planted');
  t.same(
    planted?.map(({ replicate }) => replicate),
    ['planted-1'],
    'nor of the self-test',
  );
});

test('events may come before samples, and late rows make no second replicate', async (t) => {
  const inOrder = createMergingCollector(PLAN);
  tellRound(1, { off: FLAT }, PLAN, inOrder);
  const events: (() => void)[] = [];
  const samples: (() => void)[] = [];
  const apart = createMergingCollector(PLAN);
  tellRound(1, { off: FLAT }, PLAN, {
    add: (sample) => samples.push(() => apart.add(sample)),
    addEvent: (event) => events.push(() => apart.addEvent(event)),
  });
  for (const tell of [...events, ...samples]) tell();
  t.same(apart.finish(), inOrder.finish());
  apart.add(sampleAt('off-1', 'off', 20, { heapBytes: 1000 }));
  t.equal(apart.finish().replicates.length, 1);
});

test('the state of a soak does not grow with it, and another collector goes on from it', async (t) => {
  let collector = createMergingCollector(PLAN);
  const whole = createMergingCollector(PLAN);
  const sizes: number[] = [];
  for (let round = 1; round <= 1024; round += 1) {
    for (const each of [collector, whole]) {
      tellRound(round, { off: { heapBytes: () => (cycle) => 1_000_000 + round + cycle } }, PLAN, each);
      const failure = { code: 'MAPI_E_CALL_FAILED', call: 'MAPILogonEx', mailbox: `m${round}` };
      const failures = [{ ...failure, failureClass: 'other', count: 1, firstCycle: 1 } as const];
      each.addEvent({ ...AT, event: 'cycles-failed', replicate: `off-${round}`, arm: 'off', failures });
      each.settle();
    }
    if (!Number.isInteger(Math.log2(round))) continue;
    const text = JSON.stringify({
      ...collector.state(),
      arms: collector.state().arms.map((arm) => ({ ...arm, failures: 0 })),
    });
    sizes.push(text.length);
    collector = createMergingCollector(
      PLAN,
      mergedSeriesSchema.parse(JSON.parse(JSON.stringify(collector.state()))),
    );
  }
  t.same(collector.finish(), whole.finish());
  const [at64 = 0, at1024 = 0] = [sizes[6], sizes[10]];
  t.ok(at1024 < 1.2 * at64, `${at64} and ${at1024} characters`);
});

test('however many mailboxes outages leave out, one that stays out is kept', async (t) => {
  const log = new MergedLog(PLAN);
  const leaveOut = (mailbox: string): void =>
    log.addEvent({ ...AT, event: 'mailbox-quarantined', mailbox, hostsLost: 3 });
  for (let outage = 0; outage < 400; outage += 1) {
    const mailboxes = [1, 2, 3].map((each) => `box-${outage}-${each}`);
    mailboxes.forEach(leaveOut);
    const back = mailboxes.map((mailbox) => ({ mailbox, hosts: 3, wasLeftOut: true }));
    log.addEvent({ ...AT, event: 'mailboxes-taken-back', mailboxes: back });
  }
  leaveOut('poisoned');
  const out = log.state().keptEvents.filter(({ event }) => event === 'mailbox-quarantined');
  t.match(out, [{ mailbox: 'poisoned' }]);
});
