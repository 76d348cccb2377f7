import { formatDuration } from '../../reports/format.ts';
import type { RunEvent } from '../contract/event.ts';

/** So many gaps are told one by one. */
const MOST_TOLD = 5;

/** Hears where a run was cut off and went on, and says it to who reads its result. */
export class Gaps {
  private count = 0;
  private readonly told: string[] = [];

  addEvent(event: RunEvent): void {
    if (event.event !== 'resumed') return;
    this.count += 1;
    if (this.told.length < MOST_TOLD) this.told.push(...sentences(event));
  }

  /** One sentence each. */
  warnings(): readonly string[] {
    const more = this.count - MOST_TOLD;
    return more > 0 ? [...this.told, `it was cut off and resumed ${more} more times`] : this.told;
  }
}

function sentences({ cutOff, gapMs, leftOut }: Extract<RunEvent, { event: 'resumed' }>): readonly string[] {
  const gap = gapMs === null ? 'a time that the clock does not tell' : formatDuration(gapMs);
  const lost = cutOff.length === 0 ? 'no process was cut off' : `cut off were ${cutOff.join(', ')}`;
  return [`the run went on after a gap of ${gap}: ${lost}`, ...leftOut];
}
