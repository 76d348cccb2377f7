import type { RunEvent } from '../../contract/event.ts';
import type { Sample } from '../../contract/sample.ts';
import { RunClock } from '../../execute/resume/run-clock.ts';

/** A moment of whoever looks: by the wall clock, and by one that nobody sets. */
export interface Now {
  readonly wallMs: number;
  readonly steadyMs: number;
}

export const now = (): Now => ({ wallMs: Date.now(), steadyMs: performance.now() });

/**
 * How long a run goes on and how long it has been silent, by a clock that nobody sets; the wall clock is asked only how old
 * the files were at the first look.
 */
export class RunAge {
  private readonly clock = new RunClock();
  private writtenMs: number | null = null;
  private silentSinceMs: number | null = null;
  /** When the run began, as far as can be told. */
  private beganMs = Number.POSITIVE_INFINITY;

  add(sample: Sample): void {
    this.clock.add(sample);
  }

  addEvent(event: RunEvent): void {
    this.clock.addEvent(event);
    // The time that it stood still is none of its own.
    if (event.event === 'resumed') this.beganMs = Number.POSITIVE_INFINITY;
  }

  /** @param writtenMs when its files were last written, by the clock of whoever wrote them; null if there are none */
  look(writtenMs: number | null, { steadyMs, wallMs }: Now): void {
    if (writtenMs !== null && writtenMs !== this.writtenMs) {
      // A clock that was put back is no sign of life to come.
      const oldMs = this.writtenMs === null ? Math.abs(wallMs - writtenMs) : 0;
      this.silentSinceMs = steadyMs - oldMs;
      this.writtenMs = writtenMs;
    }
    this.beganMs = Math.min(this.beganMs, (this.silentSinceMs ?? steadyMs) - this.clock.elapsedMs);
  }

  /** Since a row was last written; 0 without any. */
  quietMs({ steadyMs }: Now): number {
    return this.silentSinceMs === null ? 0 : Math.max(0, steadyMs - this.silentSinceMs);
  }

  /** Of a run that goes on, since it began. */
  elapsedMs({ steadyMs }: Now): number {
    return Math.max(this.clock.elapsedMs, Number.isFinite(this.beganMs) ? steadyMs - this.beganMs : 0);
  }
}
