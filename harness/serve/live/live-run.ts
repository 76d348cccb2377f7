import { type FSWatcher, watch } from 'node:fs';
import type { Plan } from '../../contract/plan.ts';
import { liveStateOf } from './cells.ts';
import { Channel, type Listener } from './channel.ts';
import type { Judge } from './judge.ts';
import type { LiveCharts, LiveState } from './message.ts';
import { RunReading } from './reading.ts';
import type { RunView } from './view.ts';

/** Where no file system tells of changes (network shares), or it tells too late. */
const POLL_MS = 1000;
/** Rows come in bursts: those of so long are told at once. */
const GATHER_MS = 250;
const HEARTBEAT_MS = 15_000;

/**
 * One run for any number of pages: they share one reading of its folder, one judgement and one stream of events. It
 * follows the run until that ends, or until it is closed.
 */
export class LiveRun {
  /** Resolved when the folder was read for the first time. */
  readonly ready: Promise<void>;
  /** When somebody last wanted to see it, by the monotonic clock. */
  wantedAtMs = performance.now();
  /** Whether it follows nothing any more, though the run may go on. */
  isClosed = false;
  private readonly reading: RunReading;
  private readonly channel = new Channel();
  private readonly heartbeat: NodeJS.Timeout;
  private watcher: FSWatcher | null;
  private isEnded = false;
  private wake: () => void = () => {};

  /** @param folder a real path */
  constructor(folder: string, plan: Plan, judge: Judge) {
    this.reading = new RunReading(folder, plan, judge);
    this.heartbeat = setInterval(() => this.channel.heartbeat(), HEARTBEAT_MS);
    this.watcher = this.watch(folder);
    this.ready = this.reading.look();
    this.ready.then(() => this.follow()).catch(() => this.close());
  }

  get listeners(): number {
    return this.channel.size;
  }

  state(): LiveState {
    return liveStateOf(this.view());
  }

  view(): RunView {
    return this.reading.view();
  }

  charts(): LiveCharts {
    return this.reading.lines.charts();
  }

  /** A page listens from now on. @param lastHeard the id that it says it has heard last */
  join(listener: Listener, lastHeard: string | undefined): void {
    // It made room for another run while this page waited: the page comes again, and finds one that is followed.
    if (this.isClosed) {
      listener.end();
      return;
    }
    // What nobody was told yet is in the charts that it gets: told again, it would be drawn twice.
    this.tellDrawn();
    this.channel.join(listener, lastHeard, this.charts());
    this.channel.tellNow('state', this.state());
    if (this.isEnded) this.sayEnd();
  }

  leave(listener: Listener): void {
    this.wantedAtMs = performance.now();
    this.channel.leave(listener);
  }

  close(): void {
    this.isClosed = true;
    this.stopWatching();
    this.channel.close();
    this.wake();
  }

  private async follow(): Promise<void> {
    while (this.reading.isGoingOn) {
      await this.untilChanged();
      if (this.isClosed) return;
      await this.reading.look();
      this.tellDrawn();
      this.channel.tellNow('state', this.state());
    }
    await this.reading.finish();
    if (this.isClosed) return;
    this.isEnded = true;
    this.stopWatching();
    this.channel.tellNow('state', this.state());
    this.sayEnd();
  }

  /** The page then asks no more. */
  private sayEnd(): void {
    this.channel.tellNow('end', null);
    this.channel.close();
  }

  private tellDrawn(): void {
    const drawn = this.reading.lines.take();
    if (drawn.kind === 'points') this.channel.tell('points', drawn.points);
    if (drawn.kind === 'charts') this.channel.tell('charts', drawn.charts);
  }

  private watch(folder: string): FSWatcher | null {
    try {
      const watcher = watch(folder, { persistent: false }, () => this.wake());
      watcher.on('error', () => watcher.close());
      return watcher;
    } catch {
      // Some file systems cannot tell; then there is the clock.
      return null;
    }
  }

  private stopWatching(): void {
    clearInterval(this.heartbeat);
    this.watcher?.close();
    this.watcher = null;
  }

  /** Until something was written after a pause, or a second has passed. */
  private async untilChanged(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, GATHER_MS));
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, POLL_MS);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
      if (this.isClosed) this.wake();
    });
    this.wake = () => {};
  }
}
