import type { FlagReadBack } from '../../reports/report-input.ts';
import type { RunEvent } from '../contract/event.ts';

/** What CleanUpMAPIHeap read back as when it was written for arms, each different finding once. */
export class FlagReadBacks {
  private readonly found = new Map<string, FlagReadBack>();

  /** @param times how often the event came */
  add(event: RunEvent, times = 1): void {
    if (event.event !== 'flag-written') return;
    const { arm, readBack, wanted } = event;
    // Older runs noted the value without the one place it was written to; -1 stood for another type.
    const readings = Array.isArray(readBack)
      ? readBack
      : [{ view: null, key: null, value: readBack === -1 ? ('not-a-dword' as const) : readBack }];
    for (const reading of readings) {
      const key = JSON.stringify([arm, wanted, reading]);
      const before = this.found.get(key)?.times ?? 0;
      this.found.set(key, { arm, wanted, ...reading, times: before + times });
    }
  }

  all(): readonly FlagReadBack[] {
    return [...this.found.values()];
  }
}
