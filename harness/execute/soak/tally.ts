import type { ArmName } from '../../contract/arms.ts';
import type { RunEvent } from '../../contract/event.ts';
import type { Sample } from '../../contract/sample.ts';
import type { RowListener } from '../run-folder.ts';

/**
 * Counts the cycles of the arms under test, those that were run last included, and the time for which none was to be run.
 * Remembers living replicates alone.
 */
export class SoakTally implements RowListener {
  private readonly arms: readonly ArmName[];
  private readonly living = new Map<string, number>();
  private ended: number;
  private waited = 0;

  /** @param before cycles that were run before */
  constructor(arms: readonly ArmName[], before: number) {
    this.arms = arms;
    this.ended = before;
  }

  get cycles(): number {
    return this.ended + [...this.living.values()].reduce((sum, each) => sum + each, 0);
  }

  /** How long it has waited, be it for room on the disk or the end of quiet hours; since this began to count. */
  get waitedMs(): number {
    return this.waited;
  }

  add(sample: Sample): void {
    if (sample.kind === 'quiescent' && this.arms.includes(sample.arm)) {
      this.living.set(sample.replicate, sample.cycle);
    }
  }

  addEvent(event: RunEvent): void {
    switch (event.event) {
      case 'host-finished':
      case 'exhausted':
      case 'over-limit':
      case 'host-lost':
        this.ended += this.living.get(event.replicate) ?? 0;
        this.living.delete(event.replicate);
        break;
      case 'waiting':
        this.waited += event.ms;
        break;
      default:
        break;
    }
  }
}
