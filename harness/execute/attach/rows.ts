import type { ArmName } from '../../contract/arms.ts';
import { SCHEMA_VERSION } from '../../contract/plan.ts';
import type { Readings } from '../../contract/resources.ts';
import type { AttachedSample } from '../../contract/sample.ts';
import type { Unsupported } from '../../sample/counters.ts';
import type { CycleNote } from '../../sample/cycle-clock.ts';
import type { RunFolder } from '../run-folder.ts';

/** Of one kind so many are told: a log that is written anew each second must not fill the folder. */
const MOST_NOTES = 20;

/** The rows that one watched process writes. */
export class AttachedRows {
  cycles = 0;
  private readonly folder: RunFolder;
  private readonly who: { readonly replicate: string; readonly arm: ArmName };
  private readonly told = new Map<string, number>();
  private pending: AttachedSample | null = null;

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
   * A sample is written when the next one shows that the process was not ending: what a program holds while it is taken
   * down is not what it had grown to.
   */
  sample(elapsedMs: number, readings: Readings): void {
    this.writePending();
    const { cycles: cycle } = this;
    this.pending = {
      schema: SCHEMA_VERSION,
      kind: 'attached',
      ...this.who,
      cycle,
      elapsedMs,
      readings,
    };
  }

  ended(how: 'ended' | 'left' | 'denied', exitCode: number | null): void {
    if (how !== 'ended') this.writePending();
    this.folder.addEvent({ event: 'process-ended', ...this.who, how, exitCode });
    this.folder.addEvent({ event: 'host-finished', ...this.who, cycles: this.cycles });
  }

  private writePending(): void {
    if (this.pending !== null) this.folder.addSample(this.pending);
    this.pending = null;
  }
}
