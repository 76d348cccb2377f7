import type { ArmName } from '../../contract/arms.ts';
import { SCHEMA_VERSION } from '../../contract/plan.ts';
import type { Readings } from '../../contract/resources.ts';
import type { AttachedSample } from '../../contract/sample.ts';
import type { Unsupported } from '../../sample/counters.ts';
import type { CycleNote } from '../../sample/cycle-clock.ts';
import type { RunFolder } from '../run-folder.ts';

/** Of one kind so many are told: a log that is written anew each second must not fill the folder. */
const MOST_NOTES = 20;

/** How long it may take to end a process. */
const TAKEN_DOWN_MS = 250;

/** The rows that one watched process writes. */
export class AttachedRows {
  cycles = 0;
  private readonly folder: RunFolder;
  private readonly who: { readonly replicate: string; readonly arm: ArmName };
  private readonly told = new Map<string, number>();
  private pending: readonly AttachedSample[] = [];

  constructor(folder: RunFolder, replicate: string, arm: ArmName) {
    this.folder = folder;
    this.who = { replicate, arm };
  }

  started(pid: number, unsupported: readonly Unsupported[]): void {
    this.folder.addEvent({ event: 'host-started', ...this.who, pid });
    for (const { reason, resource } of unsupported)
      this.folder.addEvent({ event: 'source-unsupported', ...this.who, resource, reason });
  }

  note({ detail, what }: CycleNote): void {
    const told = (this.told.get(what) ?? 0) + 1;
    this.told.set(what, told);
    if (told <= MOST_NOTES) this.folder.addEvent({ event: 'cycle-log', ...this.who, what, detail });
  }

  /**
   * A sample is written when a later one shows that the process was not ending: what a program holds while it is taken
   * down is not what it had grown to.
   */
  sample(elapsedMs: number, readings: Readings): void {
    const { cycles: cycle, who } = this;
    const isSettled = (each: AttachedSample): boolean => each.elapsedMs <= elapsedMs - TAKEN_DOWN_MS;
    this.write(this.pending.filter(isSettled));
    const young = this.pending.filter((each) => !isSettled(each));
    this.pending = [
      ...young,
      { schema: SCHEMA_VERSION, kind: 'attached', ...who, cycle, elapsedMs, readings },
    ];
  }

  ended(how: 'ended' | 'left' | 'denied', exitCode: number | null): void {
    if (how !== 'ended') this.write(this.pending);
    this.pending = [];
    this.folder.addEvent({ event: 'process-ended', ...this.who, how, exitCode });
    this.folder.addEvent({ event: 'host-finished', ...this.who, cycles: this.cycles });
  }

  private write(samples: readonly AttachedSample[]): void {
    for (const each of samples) this.folder.addSample(each);
  }
}
