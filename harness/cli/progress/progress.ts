import { formatDuration } from '../../../reports/format.ts';
import type { CurrentSlope } from '../../analyse/current-slope.ts';
import type { ArmName } from '../../contract/arms.ts';
import type { StageProgress } from '../../execute/stage-progress.ts';
import { isLive, screenOf, type Terminal, type TerminalSize } from '../terminal.ts';
import { fitLine, type LinePart, wholeLine } from './fit-line.ts';
import { progressParts, STARTING } from './text.ts';

/** How often a line is written elsewhere than on a terminal, unless the user says otherwise. */
export const PLAIN_INTERVAL_MS = 5000;
const LIVE_INTERVAL_MS = 100;
/** The clock of a live line goes on while no sample comes. */
const TICK_MS = 1000;
const CLEAR_LINE = '\r\u001b[2K';
/** Slopes are asked for no more often than this, and no more than a fiftieth of the time. */
const SLOPES_INTERVAL_MS = 1000;
const SLOPES_REST = 49;

/** What progress is shown on. */
export interface ProgressStream extends TerminalSize {
  write(text: string): unknown;
  on(event: 'resize', hear: () => void): unknown;
  off(event: 'resize', hear: () => void): unknown;
}

export interface ProgressOptions {
  readonly plainIntervalMs: number;
  /** How long a run that goes on had lasted before: its part that is done was done in that time, too. */
  readonly beforeMs?: number;
  /** How the arms grow; asked between two blocks, when no host works. */
  slopes(arms: readonly ArmName[]): readonly CurrentSlope[];
}

/** Shows progress on stderr: one line that is rewritten on a terminal, a plain line now and then elsewhere. */
export class ProgressLine {
  private readonly stream: ProgressStream;
  private readonly environment: Terminal['environment'];
  private readonly options: ProgressOptions;
  private readonly live: boolean;
  private readonly timer: NodeJS.Timeout;
  private readonly onResize = (): void => this.paint();
  private readonly startedAt: number;
  private latest: StageProgress | null = null;
  private latestAt = 0;
  private slopes: readonly CurrentSlope[] = [];
  private slopesDueAt = 0;
  private writtenAt = performance.now();
  private shown = false;
  private resting = false;

  constructor(stream: ProgressStream, environment: Terminal['environment'], options: ProgressOptions) {
    this.stream = stream;
    this.environment = environment;
    this.options = options;
    this.startedAt = performance.now() - (options.beforeMs ?? 0);
    this.live = isLive(stream, environment);
    this.timer = setInterval(() => this.tick(), this.live ? TICK_MS : options.plainIntervalMs).unref();
    if (!this.live) return;
    stream.on('resize', this.onResize);
    this.write();
  }

  show(progress: StageProgress): void {
    const now = performance.now();
    this.latest = progress;
    this.latestAt = now;
    this.resting = false;
    if (now - this.writtenAt < (this.live ? LIVE_INTERVAL_MS : this.options.plainIntervalMs)) return;
    this.askSlopes(progress.arms, now);
    this.write();
  }

  /** Removes the live line, so that what follows starts at the margin. */
  clear(): void {
    if (this.shown) this.stream.write(CLEAR_LINE);
    this.shown = false;
  }

  /** Says nothing until there is progress again: a line every few seconds of a night would tell nothing. */
  rest(): void {
    this.clear();
    this.resting = true;
  }

  close(): void {
    clearInterval(this.timer);
    this.stream.off('resize', this.onResize);
    this.clear();
  }

  private tick(): void {
    if (this.live) this.paint();
    else if (!this.resting && performance.now() - this.writtenAt >= this.options.plainIntervalMs)
      this.write();
  }

  /** What was wider than the screen has become stays above, broken into lines; nothing else is ever overwritten. */
  private paint(): void {
    if (this.shown) this.write();
  }

  private write(): void {
    const now = performance.now();
    const parts = this.partsAt(now);
    this.writtenAt = now;
    if (this.live) {
      const { width } = screenOf(this.stream, this.environment);
      this.stream.write(CLEAR_LINE + fitLine(parts, width - 1));
      this.shown = true;
    } else {
      this.stream.write(`${formatDuration(now - this.startedAt)}  ${wholeLine(parts)}\n`);
    }
  }

  private partsAt(now: number): readonly LinePart[] {
    const { latest: progress, latestAt, slopes, startedAt } = this;
    if (progress === null) return STARTING;
    return progressParts({ progress, slopes, runElapsedMs: now - startedAt, silentMs: now - latestAt });
  }

  private askSlopes(arms: readonly ArmName[], now: number): void {
    if (now < this.slopesDueAt) return;
    this.slopes = this.options.slopes(arms);
    const took = performance.now() - now;
    this.slopesDueAt = now + Math.max(SLOPES_INTERVAL_MS, took * (1 + SLOPES_REST));
  }
}
