import { HarnessError } from '../../contract/errors.ts';
import { parseDuration } from '../../plan/options.ts';

/** Timers of Node take no more than 2^31 - 1 ms, and what is longer would fire at once. */
const LONGEST_INTERVAL_MS = 24 * 3_600_000;
const SHORTEST_INTERVAL_MS = 100;

/** @throws HarnessError USAGE */
export function parseProgressInterval(given: string): number {
  const ms = parseDuration('progress-interval', given);
  if (ms >= SHORTEST_INTERVAL_MS && ms <= LONGEST_INTERVAL_MS) return ms;
  throw new HarnessError('USAGE', '--progress-interval: between 100ms and 24h', 'Give such a time: 5s, 10m.');
}
