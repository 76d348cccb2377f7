import stringWidth from 'string-width';
import { formatCounted, formatDuration } from '../../reports/format.ts';
import type { Screen } from '../../reports/screen.ts';
import type { StageProgress } from '../execute/stage.ts';

const PLAIN_INTERVAL_MS = 5000;
const CLEAR_LINE = '\r\u001b[2K';
/** Before this part of a run is done, nobody can say how long the rest will take. */
const FIRST_FORECAST = 0.02;

/**
 * Shows progress on stderr: one line that is rewritten on a terminal, a plain line every five seconds
 * elsewhere.
 */
export class ProgressLine {
  private readonly stream: NodeJS.WriteStream;
  private readonly screen: Screen;
  private readonly startedAt = performance.now();
  private lastPlainAt = performance.now();
  private shown = false;

  constructor(stream: NodeJS.WriteStream, screen: Screen) {
    this.stream = stream;
    this.screen = screen;
  }

  show(progress: StageProgress): void {
    const line = progressText(progress, performance.now() - this.startedAt);
    if (this.stream.isTTY) {
      this.stream.write(CLEAR_LINE + fit(line, this.screen.width - 1));
      this.shown = true;
    } else if (performance.now() - this.lastPlainAt >= PLAIN_INTERVAL_MS) {
      this.lastPlainAt = performance.now();
      this.stream.write(`${line}\n`);
    }
  }

  /** Removes the live line, so that what follows starts at the margin. */
  clear(): void {
    if (this.shown) this.stream.write(CLEAR_LINE);
    this.shown = false;
  }
}

/**
 * `off, on (8 hosts)  384 of 512 cycles each  1,080 cycles/s  386 heaps  about 14 s left`: the next look's
 * cycles, and the time left where the length of the run is known.
 */
export function progressText(progress: StageProgress, runElapsedMs: number): string {
  const { arms, cycles, cyclesOfAll, done, elapsedMs, heaps, hosts } = progress;
  const parts = [`${arms.join(', ')} (${formatCounted(hosts, 'host')})`, cyclesText(progress)];
  if (cycles > 0 && elapsedMs > 0)
    parts.push(`${grouped(Math.round((1000 * cyclesOfAll) / elapsedMs))} cycles/s`);
  if (heaps !== undefined) parts.push(`${grouped(heaps)} heaps`);
  if (done !== null && done > FIRST_FORECAST) {
    const leftSeconds = Math.ceil((runElapsedMs / done - runElapsedMs) / 1000);
    parts.push(`about ${formatDuration(1000 * leftSeconds)} left`);
  }
  return parts.join('  ');
}

function cyclesText({ cycles, look, phase }: StageProgress): string {
  switch (phase) {
    case 'sweep':
      return look === null
        ? `${grouped(cycles)} cycles each`
        : `${grouped(cycles)} of ${grouped(look)} cycles each`;
    case 'census':
      return 'counting blocks by size';
    case 'hammer':
      return 'the same mailbox again and again';
    case 'idle':
      return 'at rest';
  }
}

const grouped = (count: number): string => count.toLocaleString('en-US');

function fit(line: string, width: number): string {
  let text = line;
  while (text !== '' && stringWidth(text) > width) text = text.slice(0, -1);
  return text;
}
