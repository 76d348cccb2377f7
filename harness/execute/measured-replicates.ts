import { controlOf } from '../../scenarios/catalogue.ts';
import { type ArmName, isInstrument } from '../contract/arms.ts';
import type { RunEvent } from '../contract/event.ts';
import { isWhole, type Plan, type ReplicateSlot, type StandInDials } from '../contract/plan.ts';
import { plantedBytesPerCycle } from '../contract/planted.ts';
import type { Sample } from '../contract/sample.ts';
import { readRows } from './read-run-folder.ts';
import type { RunFolder } from './run-folder.ts';

/** Where a replicate was measured. */
export interface MeasuredReplicate {
  readonly folder: string;
  readonly replicate: string;
}

/**
 * The replicates that several runs have measured, so that none is measured twice: two are the same if
 * everything that decides them is. Those are mostly the instrument's own arms, which know no flag, and of
 * the scenario its control alone.
 */
export class MeasuredReplicates {
  private readonly byKey = new Map<string, MeasuredReplicate>();

  find(plan: Plan, dials: StandInDials, slot: ReplicateSlot): MeasuredReplicate | null {
    return this.byKey.get(keyOf(plan, dials, slot)) ?? null;
  }

  /** Remembers the replicates of a run that ran to their ends. */
  async addFrom(plan: Plan, dials: StandInDials, folder: string): Promise<void> {
    const finished = new Set<string>();
    const invalid = new Set<ArmName>();
    await readRows(folder, {
      add: () => {},
      addEvent: (row) => {
        if (row.event === 'arm-invalid') invalid.add(row.arm);
        if (row.event === 'host-finished' && isWhole(plan, row.cycles)) finished.add(row.replicate);
      },
    });
    for (const slot of plan.order) {
      const key = keyOf(plan, dials, slot);
      if (!finished.has(slot.replicate) || invalid.has(slot.arm) || this.byKey.has(key)) continue;
      this.byKey.set(key, { folder, replicate: slot.replicate });
    }
  }
}

/** Everything that decides a replicate, and nothing that does not. */
function keyOf(plan: Plan, dials: StandInDials, { arm, round }: ReplicateSlot): string {
  const { blockCycles, dither, ffi, flagPlaces, hangTimeoutMs, impersonation, length } = plan;
  const { logonType, mailboxes, mailboxOrder, mapi, seed, walkBudget } = plan;
  return JSON.stringify([
    [blockCycles, dither, ffi, flagPlaces, hangTimeoutMs, impersonation, length],
    [logonType, mailboxes, mailboxOrder, mapi, seed, walkBudget],
    isInstrument(arm) ? controlOf(plan.scenario).name : plan.scenario,
    arm === 'planted' ? plantedBytesPerCycle(plan) : 0,
    // What the host itself leaks is the same whatever MAPI does.
    arm === 'planted' ? [] : Object.entries(dials).sort(([left], [right]) => (left < right ? -1 : 1)),
    arm,
    round,
  ]);
}

/** Writes the rows of a measured replicate into another run's folder, which then stands for itself. */
export async function adoptReplicate(
  { folder: from, replicate }: MeasuredReplicate,
  slot: ReplicateSlot,
  folder: RunFolder,
): Promise<void> {
  const samples: Sample[] = [];
  const events: RunEvent[] = [];
  await readRows(from, {
    add: (sample) => {
      if (sample.replicate === replicate) samples.push(sample);
    },
    addEvent: (event) => {
      if ('replicate' in event && event.replicate === replicate) events.push(event);
    },
  });
  folder.addEvent({ event: 'replicate-shared', replicate: slot.replicate, arm: slot.arm, from });
  for (const { schema, at, elapsedMs, ...event } of events) {
    if ('replicate' in event) folder.addEvent({ ...event, replicate: slot.replicate });
  }
  for (const sample of samples) folder.addSample({ ...sample, replicate: slot.replicate });
}
