import { HarnessError } from '../contract/errors.ts';
import type { Plan } from '../contract/plan.ts';
import type { RunFolder } from './run-folder.ts';
import { restUntil } from './soak/rest.ts';

/** How long a soak waits for a disk that takes nothing. */
export const LONGEST_WAIT_MS = 10 * 60_000;
const RETRY_MS = 1000;

/** A soak waits for room, as nobody is awake to see its error; whoever waits for another run is told at once. */
export const patienceMsOf = ({ soak }: Pick<Plan, 'soak'>): number =>
  soak === undefined ? 0 : LONGEST_WAIT_MS;

export interface RoomParts {
  readonly folder: RunFolder;
  readonly stop: AbortSignal;
  /** How long it is tried again. */
  readonly patienceMs: number;
  /** Told once when it begins to wait. */
  onNoRoom?(error: HarnessError): void;
}

/**
 * Does what writes to the run folder, once all rows that were added are on disk; where that fails for want of room, or for
 * whatever else keeps a disk from being written, it is tried again.
 * @throws HarnessError SAMPLES_NOT_WRITTEN once patience has run out, or the run is to stop
 */
export async function whenThereIsRoom<T>(parts: RoomParts, action: () => T): Promise<T> {
  const { folder, onNoRoom, patienceMs, stop } = parts;
  const startedAt = performance.now();
  for (let attempt = 0; ; attempt++) {
    try {
      folder.catchUp();
      const done = action();
      if (attempt > 0) {
        folder.addEvent({ event: 'waiting', why: 'no-room', ms: performance.now() - startedAt });
      }
      return done;
    } catch (error) {
      if (!(error instanceof HarnessError) || error.code !== 'SAMPLES_NOT_WRITTEN') throw error;
      const until = startedAt + patienceMs;
      if (stop.aborted || performance.now() >= until) throw error;
      if (attempt === 0) onNoRoom?.(error);
      await restUntil(Math.min(until, performance.now() + RETRY_MS), stop);
    }
  }
}
