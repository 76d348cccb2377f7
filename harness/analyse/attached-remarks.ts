import type { RunEvent } from '../contract/event.ts';
import { listText, numberText } from './words.ts';

/** What befell the watching and bears on its result, in one sentence; null for all other events. */
export function remarkOf(event: RunEvent): string | null {
  switch (event.event) {
    case 'flag-changed': {
      const values = event.readings.map(({ key, value, view }) => `${value ?? 'absent'} in ${key} (${view})`);
      return `CleanUpMAPIHeap was changed while the program was watched, after ${numberText(event.elapsedMs / 1000)} s: ${listText(values)}`;
    }
    case 'process-ended':
      return event.how === 'denied' ? `${event.replicate} could no longer be read, and was left` : null;
    case 'cycle-log':
      return TELLING.includes(event.what) ? `log of ${event.replicate}: ${event.detail}` : null;
    default:
      return null;
  }
}

/** That a log is rotated or cut off is its daily life. */
const TELLING: readonly string[] = ['missing', 'unreadable', 'line-given-up'];
