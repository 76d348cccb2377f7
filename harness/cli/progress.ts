import stringWidth from 'string-width';
import { formatDuration } from '../../reports/format.ts';
import type { Screen } from '../../reports/screen.ts';
import type { Plan, ReplicateSlot } from '../contract/plan.ts';

/** How far a run is. */
export interface Progress {
  readonly slot: ReplicateSlot;
  readonly cycles: number;
  /** Since the first cycle of this replicate. */
  readonly elapsedMs: number;
  readonly heaps: number | undefined;
}

const PLAIN_INTERVAL_MS = 5000;
const CLEAR_LINE = '\r\u001b[2K';

/**
 * Shows progress on stderr: one line that is rewritten on a terminal, a plain line every five seconds
 * elsewhere.
 */
export class ProgressLine {
  private readonly stream: NodeJS.WriteStream;
  private readonly screen: Screen;
  private readonly plan: Plan;
  private readonly startedAt = performance.now();
  private lastPlainAt = performance.now();
  private shown = false;

  constructor(stream: NodeJS.WriteStream, screen: Screen, plan: Plan) {
    this.stream = stream;
    this.screen = screen;
    this.plan = plan;
  }

  show(progress: Progress): void {
    const elapsedMs = performance.now() - this.startedAt;
    const line = progressText(this.plan, progress, elapsedMs);
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

/** `off-2 (5 of 12)  1,200 cycles  1,080 cycles/s  1,206 heaps  about 14 s left`. */
export function progressText(plan: Plan, progress: Progress, runElapsedMs: number): string {
  const { slot, cycles, elapsedMs, heaps } = progress;
  const position = plan.order.findIndex(({ replicate }) => replicate === slot.replicate);
  const { length } = plan;
  const partOfReplicate = length.by === 'cycles' ? cycles / length.cycles : elapsedMs / length.durationMs;
  const done = (position + Math.min(partOfReplicate, 1)) / plan.order.length;
  const parts = [
    `${slot.replicate} (${position + 1} of ${plan.order.length})`,
    `${cycles.toLocaleString('en-US')} cycles`,
  ];
  if (elapsedMs > 0)
    parts.push(`${Math.round((1000 * cycles) / elapsedMs).toLocaleString('en-US')} cycles/s`);
  if (heaps !== undefined) parts.push(`${heaps.toLocaleString('en-US')} heaps`);
  const leftSeconds = Math.ceil((runElapsedMs / done - runElapsedMs) / 1000);
  if (done > 0.02) parts.push(`about ${formatDuration(1000 * leftSeconds)} left`);
  return parts.join('  ');
}

function fit(line: string, width: number): string {
  let text = line;
  while (text !== '' && stringWidth(text) > width) text = text.slice(0, -1);
  return text;
}
