import type { RunEvent } from '../../contract/event.ts';
import type { Sample } from '../../contract/sample.ts';

/** A moment of a run, by both clocks. */
interface Moment {
  /** Monotonic, since the run began. */
  readonly elapsedMs: number;
  readonly atMs: number;
}

/**
 * How long a run had gone on by its rows, and when it wrote the last: samples have no such time of their own, but that of
 * their host. To hear the events first.
 */
export class RunClock {
  private now: Moment | null = null;
  private readonly hosts = new Map<string, Moment>();

  /** Of the last row; 0 without any. */
  get elapsedMs(): number {
    return this.now?.elapsedMs ?? 0;
  }

  /** When the last row was written, by the wall clock of then; null without any. */
  get lastRowAtMs(): number | null {
    return this.now?.atMs ?? null;
  }

  addEvent(event: RunEvent): void {
    const moment = { elapsedMs: event.elapsedMs, atMs: Date.parse(event.at) };
    this.reach(moment);
    if (event.event === 'host-started') this.hosts.set(event.replicate, moment);
    if (event.event === 'round-finished') this.hosts.clear();
  }

  /** @param sample of which only the time is looked at: not before its host was started */
  add({ elapsedMs, replicate }: Pick<Sample, 'elapsedMs' | 'replicate'>): void {
    const host = this.hosts.get(replicate);
    if (host === undefined) return;
    this.reach({ elapsedMs: host.elapsedMs + elapsedMs, atMs: host.atMs + elapsedMs });
  }

  private reach(moment: Moment): void {
    if (this.now === null || moment.elapsedMs >= this.now.elapsedMs) this.now = moment;
  }
}
