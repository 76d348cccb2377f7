import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { messageOf } from '../../harness/contract/errors.ts';
import { eventSchema } from '../../harness/contract/event.ts';
import type { Merged, MergedArm } from '../../harness/contract/merged.ts';
import { sampleSchema } from '../../harness/contract/sample.ts';
import { sealOf } from '../../harness/contract/sealed-row.ts';
import { readFlightRecord } from '../../harness/execute/flight-recorder.ts';
import { readMerged } from '../../harness/execute/merged-state.ts';
import { ROW_KINDS, type RowKind } from '../../harness/execute/rotation.ts';
import { RUN_FILES } from '../../harness/execute/run-folder.ts';
import { contentOf } from './folder-content.ts';
import { linesThere, PartWitness, partsThere } from './part-witness.ts';

/** Cycles between two samples of a soak that a {@link Ledger} looks at. */
export const BLOCK = 5;

/**
 * What was on disk when a soak was last looked at, and what must hold from then on: each row is there as it was, in the files
 * or in merged.json, and in one of them only.
 */
export class Ledger {
  private readonly run: string;
  private readonly witness: PartWitness;
  private readonly seen: Record<RowKind, Map<number, string>> = { events: new Map(), samples: new Map() };
  /** The last cycle of a replicate that is in samples, and the number of that row. */
  private measured = new Map<string, number>();
  private merged: Merged | null = null;

  /** @param kept a folder on the disk of the run, for what the soak takes away */
  constructor(run: string, kept: string) {
    this.run = run;
    this.witness = new PartWitness(run, kept);
  }

  /** Rows so far. */
  get rows(): number {
    return this.seen.events.size + this.seen.samples.size;
  }

  /** Parts that were made and are covered by merged.json; and those that went before they were seen. */
  get parts(): { readonly covered: number; readonly missed: number } {
    return { covered: this.merged?.part ?? 0, missed: this.witness.missed };
  }

  /** Whether the soak was cut off in the middle of a rotation. */
  get isInRotation(): boolean {
    const covered = this.merged?.part ?? 0;
    const there = partsThere(this.run);
    return there.some((part) => part > covered) || there.filter((part) => part <= covered).length > 2;
  }

  /** Follows the soak while an action goes on. */
  async during<T>(action: () => Promise<T>): Promise<T> {
    return await this.witness.during(action);
  }

  /** @returns what is wrong, one sentence each */
  async look(): Promise<readonly string[]> {
    if (!existsSync(join(this.run, RUN_FILES.plan))) return [];
    try {
      const before = this.merged;
      this.merged = readMerged(this.run);
      const back = (this.merged?.part ?? 0) < (before?.part ?? 0) ? ['merged.json covers less'] : [];
      const rows = ROW_KINDS.flatMap((kind) => [...this.grown(kind), ...this.gone(kind)]);
      const repeated = this.repeated();
      return [
        ...back,
        ...rows,
        ...repeated,
        ...this.unacknowledged(),
        ...this.miscounted(),
        ...(await this.readsOtherwise()),
      ];
    } catch (error) {
      return [messageOf(error)];
    }
  }

  private grown(kind: RowKind): readonly string[] {
    const seen = this.seen[kind];
    const wrong: string[] = [];
    const now = new Set<number>();
    for (const line of this.witness.lines(kind)) {
      const seal = sealOf(line);
      const known = seal.kind === 'fits' ? seen.get(seal.number) : undefined;
      if (seal.kind !== 'fits') wrong.push(`${kind}: ${line.slice(0, 80)}`);
      else if (now.has(seal.number)) wrong.push(`${kind}: row ${seal.number} is there twice`);
      else if (known !== undefined && known !== line) wrong.push(`${kind}: row ${seal.number} was another`);
      else {
        now.add(seal.number);
        seen.set(seal.number, line);
      }
    }
    return wrong;
  }

  /** Rows that are neither in a file nor covered. */
  private gone(kind: RowKind): readonly string[] {
    const seen = this.seen[kind];
    const covered = (kind === 'events' ? this.merged?.lastEvent : this.merged?.lastSample) ?? 0;
    const there = new Set(linesThere(this.run, kind).map(numberOf));
    const last = Math.max(covered, 0, ...seen.keys());
    const wrong: string[] = [];
    for (let number = 1; number <= last; number += 1) {
      if (number > covered && !there.has(number)) wrong.push(`${kind}: row ${number} is gone`);
      else if (!seen.has(number) && this.witness.missed === 0) wrong.push(`${kind}: no row ${number}`);
    }
    return wrong;
  }

  private repeated(): readonly string[] {
    const wrong: string[] = [];
    this.measured = new Map();
    for (const line of inOrder(this.seen.samples)) {
      const sample = sampleSchema.parse(JSON.parse(line));
      if (sample.kind !== 'quiescent') continue;
      const { cycle, phase, replicate } = sample;
      const key = `${replicate} ${phase}`;
      const last = this.measured.get(key) ?? -1;
      this.measured.set(key, Math.max(last, cycle));
      if (cycle <= last) wrong.push(`${key} ${cycle} is there twice`);
    }
    return wrong;
  }

  /** A host begins a block only when the sample before it is on disk. */
  private unacknowledged(): readonly string[] {
    const hosts = join(this.run, RUN_FILES.hosts);
    if (!existsSync(hosts) || this.witness.missed > 0) return [];
    const flights = readdirSync(hosts).filter(
      (name) => name.endsWith('.flight') && !name.startsWith('probe'),
    );
    return flights.flatMap((name) => {
      const record = readFlightRecord(join(hosts, name));
      // It makes marks before its first cycle, too.
      if (record === null || record.cycle === 0) return [];
      const replicate = name.replace(/\.flight$/, '');
      const begun = Math.floor(record.cycle / BLOCK) * BLOCK;
      const last = this.measured.get(`${replicate} sweep`) ?? -1;
      return last >= begun
        ? []
        : [`${replicate} ran cycle ${record.cycle}, and its last sample is of ${last}`];
    });
  }

  /** What merged.json covers, counted by hand from the rows that it covers. */
  private miscounted(): readonly string[] {
    const { merged } = this;
    if (merged === null || this.witness.missed > 0) return [];
    const [events, samples] = [
      covered(this.seen.events, merged.lastEvent),
      covered(this.seen.samples, merged.lastSample),
    ];
    const cycles = new Map<string, number>();
    for (const line of events) {
      const event = eventSchema.parse(JSON.parse(line));
      if (event.event === 'host-started') cycles.set(event.replicate, 0);
    }
    for (const line of samples) {
      const sample = sampleSchema.parse(JSON.parse(line));
      if (sample.kind === 'quiescent') cycles.set(sample.replicate, sample.cycle);
    }
    const counted = {
      events: merged.events,
      samples: merged.samples,
      replicates: sum(merged.series.arms.map(replicatesOf)),
      cycles: sum(merged.series.arms.map(cyclesOf)),
    };
    const byHand = {
      events: events.length,
      samples: samples.length,
      replicates: cycles.size,
      cycles: sum([...cycles.values()]),
    };
    const isSame = isDeepStrictEqual(counted, byHand);
    return isSame
      ? []
      : [`merged.json has ${JSON.stringify(counted)}, its rows come to ${JSON.stringify(byHand)}`];
  }

  /** Whether it is judged otherwise than all rows that there ever were, had they never been rotated. */
  private async readsOtherwise(): Promise<readonly string[]> {
    if (this.witness.missed > 0 || !existsSync(join(this.run, RUN_FILES.environment))) return [];
    const whole = `${this.run}-whole`;
    mkdirSync(whole);
    try {
      for (const name of [RUN_FILES.plan, RUN_FILES.environment])
        copyFileSync(join(this.run, name), join(whole, name));
      for (const kind of ROW_KINDS)
        writeFileSync(
          join(whole, RUN_FILES[kind]),
          inOrder(this.seen[kind])
            .map((line) => `${line}\n`)
            .join(''),
        );
      const [is, wanted] = [await contentOf(this.run), await contentOf(whole)];
      const others = Object.entries(wanted).filter(
        ([name, value]) =>
          // A last line that is torn is left out, and that is told.
          name !== 'leftOut' && !isDeepStrictEqual(value, Reflect.get(is, name)),
      );
      return others.map(
        ([name, value]) =>
          `${name} is ${JSON.stringify(Reflect.get(is, name))}, of all rows ${JSON.stringify(value)}`,
      );
    } finally {
      rmSync(whole, { recursive: true });
    }
  }
}

/** 0 for a line that is no row. */
function numberOf(line: string): number {
  const seal = sealOf(line);
  return seal.kind === 'fits' ? seal.number : 0;
}

const inOrder = (rows: ReadonlyMap<number, string>): readonly string[] =>
  [...rows].sort(([a], [b]) => a - b).map(([, line]) => line);

const covered = (rows: ReadonlyMap<number, string>, last: number): readonly string[] =>
  inOrder(new Map([...rows].filter(([number]) => number <= last)));

const sum = (values: readonly number[]): number => values.reduce((total, each) => total + each, 0);

const batchesOf = ({ batches, filling }: MergedArm): MergedArm['batches'] =>
  filling === null ? batches : [...batches, filling];

/** Those that ran to their end, and all others. */
const replicatesOf = (arm: MergedArm): number =>
  sum([...batchesOf(arm).map(({ totals }) => totals.replicates), ...Object.values(arm.ended)]);

/** Those that were lost are kept as they are, too, as long as there are few. */
const cyclesOf = (arm: MergedArm): number =>
  sum([
    ...batchesOf(arm).map(({ totals }) => totals.cycles),
    ...arm.kept.filter(({ facts }) => facts.ending.kind !== 'lost').map(({ facts }) => facts.cycles),
    arm.forgotten.cycles,
    arm.losses.cycles,
  ]);
