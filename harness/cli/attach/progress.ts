import stringWidth from 'string-width';
import { formatAmount, formatCounted, formatDuration } from '../../../reports/format.ts';
import type { Screen } from '../../../reports/screen.ts';
import type { AttachProgress } from '../../execute/attach/watch.ts';

const PLAIN_INTERVAL_MS = 5000;
const LIVE_INTERVAL_MS = 200;
const CLEAR_LINE = '\r\u001b[2K';

/** How far the watching has come, on stderr: a line that is rewritten on a terminal, a plain one every five seconds elsewhere. */
export class AttachLine {
  private readonly stream: NodeJS.WriteStream;
  private readonly screen: Screen;
  private lastAt = performance.now();
  private shown = false;

  constructor(stream: NodeJS.WriteStream, screen: Screen) {
    this.stream = stream;
    this.screen = screen;
  }

  show(progress: AttachProgress): void {
    const now = performance.now();
    const live = this.stream.isTTY === true;
    if (now - this.lastAt < (live ? LIVE_INTERVAL_MS : PLAIN_INTERVAL_MS)) return;
    this.lastAt = now;
    const line = attachText(progress);
    this.stream.write(live ? CLEAR_LINE + fit(line, this.screen.width - 1) : `${line}\n`);
    this.shown = live;
  }

  /** Removes the live line, so that what follows starts at the margin. */
  clear(): void {
    if (this.shown) this.stream.write(CLEAR_LINE);
    this.shown = false;
  }
}

/** `pid-4711  480 s  480 cycles  private bytes 12.3 MB, +1.2 MB since the start`. */
export function attachText({ elapsedMs, processes, warmsUp }: AttachProgress): string {
  const [only, ...others] = processes;
  if (warmsUp) return `warm-up, ${formatDuration(elapsedMs)} left`;
  const time = formatDuration(elapsedMs);
  if (only === undefined) return time;
  const who = others.length === 0 ? only.replicate : `${processes.length} processes`;
  const sumOf = (of: (each: AttachProgress['processes'][number]) => number): number =>
    processes.reduce((sum, each) => sum + of(each), 0);
  const now = sumOf(({ last }) => last.privateBytes ?? 0);
  const growth = now - sumOf(({ first }) => first.privateBytes ?? 0);
  const grown = `${growth < 0 ? '' : '+'}${formatAmount(growth, 'bytes')} since the start`;
  const cycles = formatCounted(
    sumOf((each) => each.cycles),
    'cycle',
  );
  const size = now === 0 ? [] : [`private bytes ${formatAmount(now, 'bytes')}, ${grown}`];
  return [who, time, cycles, ...size].join('  ');
}

function fit(line: string, width: number): string {
  let text = line;
  while (text !== '' && stringWidth(text) > width) text = text.slice(0, -1);
  return text;
}
