import { join } from 'node:path';
import { type Test, test } from 'tap';
import type { RunEvent } from '../../../harness/contract/event.ts';
import type { Plan, ReplicateSlot } from '../../../harness/contract/plan.ts';
import type { Sample } from '../../../harness/contract/sample.ts';
import { adoptReplicate, MeasuredReplicates } from '../../../harness/execute/measured-replicates.ts';
import { readRows } from '../../../harness/execute/read-run-folder.ts';
import { RunFolder } from '../../../harness/execute/run-folder.ts';
import { temporaryFolder } from '../../support/temporary.ts';
import { PLAN, sampleAt } from '../analyse/make-run.ts';

const OFF: ReplicateSlot = { replicate: 'off-1', arm: 'off', round: 1 };
const CONTROL: ReplicateSlot = { replicate: 'control-1', arm: 'control', round: 1 };
const UNFINISHED: ReplicateSlot = { replicate: 'control-2', arm: 'control', round: 2 };
const STOPPED: ReplicateSlot = { replicate: 'control-3', arm: 'control', round: 3 };
const INVALID: ReplicateSlot = { replicate: 'on-1', arm: 'on', round: 1 };
const PLANTED: ReplicateSlot = { replicate: 'planted-1', arm: 'planted', round: 1 };
const MEASURED: Plan = {
  ...PLAN,
  control: true,
  order: [OFF, CONTROL, UNFINISHED, STOPPED, INVALID, PLANTED],
};

/** A run folder with two replicates that ran to their ends, and one that did not. */
function measuredRun(t: Test): string {
  const path = join(temporaryFolder(t), 'first');
  const folder = RunFolder.create(path);
  for (const { arm, replicate } of MEASURED.order) {
    folder.addEvent({ event: 'host-started', replicate, arm, pid: 4711 });
    folder.addSample(sampleAt(replicate, arm, 0, { heaps: 3 }));
    folder.addSample(sampleAt(replicate, arm, 50, { heaps: 5 }));
    if (replicate !== UNFINISHED.replicate)
      folder.addEvent({
        event: 'host-finished',
        replicate,
        arm,
        cycles: replicate === STOPPED.replicate ? 50 : 1000,
      });
  }
  folder.addEvent({ event: 'arm-invalid', arm: 'on', reason: 'it did not stand' });
  folder.close();
  return path;
}

async function known(t: Test): Promise<MeasuredReplicates> {
  const measured = new MeasuredReplicates();
  await measured.addFrom(MEASURED, {}, measuredRun(t));
  return measured;
}

test('a replicate is known again when everything that decides it is the same', async (t) => {
  const measured = await known(t);
  const other = { name: 'other', file: null, sha256: null };
  t.match(measured.find(MEASURED, {}, OFF), { replicate: 'off-1' });
  t.equal(measured.find({ ...MEASURED, scenario: other }, {}, OFF), null, 'another scenario');
  t.match(measured.find({ ...MEASURED, scenario: other }, {}, CONTROL), { replicate: 'control-1' });
  const ownControl = { ...other, control: 'cdo-control' };
  t.equal(measured.find({ ...MEASURED, scenario: ownControl }, {}, CONTROL), null, 'another control');
  t.match(measured.find({ ...MEASURED, arms: ['on'], createdAt: 'later' }, {}, CONTROL), {}, 'other arms');
});

test('one that differs in anything that decides it is not taken', async (t) => {
  const measured = await known(t);
  const differing: readonly Partial<Plan>[] = [
    { impersonation: 'none' },
    { ffi: 'koffi' },
    { mailboxes: { kind: 'generated', count: 11 } },
    { mailboxOrder: 'repeated' },
    { length: { by: 'cycles', cycles: 999 } },
    { blockCycles: 11 },
    { dither: true },
    { walkBudget: 0.2 },
    { mapi: { kind: 'system' } },
  ];
  for (const change of differing) {
    t.equal(measured.find({ ...MEASURED, ...change }, {}, CONTROL), null, Object.keys(change).join());
  }
  t.equal(measured.find(MEASURED, { InstanceBytes: 1 }, CONTROL), null, 'a dial');
  t.equal(measured.find(MEASURED, {}, { ...CONTROL, round: 4 }), null, 'each process counts once');
  t.equal(measured.find(MEASURED, {}, STOPPED), null, 'it was stopped');
  t.equal(measured.find(MEASURED, {}, INVALID), null, 'its setting was not in force');
  t.equal(measured.find(MEASURED, {}, UNFINISHED), null, 'it did not run to its end');
});

test('the self-test’s replicate is known again under other dials, but not for another margin', async (t) => {
  const measured = await known(t);
  const other = { name: 'other', file: null, sha256: null };
  t.match(measured.find({ ...MEASURED, scenario: other }, { InstanceBytes: 1 }, PLANTED), {
    replicate: 'planted-1',
  });
  const margin = { ...MEASURED.margin, bytesPerCycle: 65 };
  t.equal(measured.find({ ...MEASURED, margin }, {}, PLANTED), null);
  t.match(measured.find({ ...MEASURED, margin }, {}, CONTROL), { replicate: 'control-1' });
});

test('its rows are written to the other run, with where they are from', async (t) => {
  const measured = await known(t);
  const found = measured.find(MEASURED, {}, CONTROL);
  const path = join(temporaryFolder(t), 'second');
  const folder = RunFolder.create(path);
  if (found !== null) await adoptReplicate(found, { ...CONTROL, replicate: 'control-7' }, folder);
  folder.close();
  const samples: Sample[] = [];
  const events: RunEvent[] = [];
  await readRows(path, { add: (row) => samples.push(row), addEvent: (row) => events.push(row) });
  t.same(
    samples.map(({ cycle, readings, replicate }) => [replicate, cycle, readings]),
    [
      ['control-7', 0, { heaps: 3 }],
      ['control-7', 50, { heaps: 5 }],
    ],
  );
  t.match(events, [
    { event: 'replicate-shared', replicate: 'control-7', arm: 'control', from: found?.folder },
    { event: 'host-started', replicate: 'control-7' },
    { event: 'host-finished', replicate: 'control-7', cycles: 1000 },
  ]);
});
