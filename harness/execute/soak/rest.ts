import { setTimeout as sleep } from 'node:timers/promises';

/** Timers take no more than 2^31 - 1 milliseconds. */
const LONGEST_TIMER_MS = 2 ** 30;

/** Rests until a time of `performance.now()`, or the wish to stop. @returns how long that was, in milliseconds */
export async function restUntil(until: number, stop: AbortSignal): Promise<number> {
  const startedAt = performance.now();
  for (;;) {
    const leftMs = until - performance.now();
    if (leftMs <= 0 || stop.aborted) return performance.now() - startedAt;
    await sleep(Math.min(leftMs, LONGEST_TIMER_MS), undefined, { signal: stop }).catch(ignoreAbort);
  }
}

function ignoreAbort(error: unknown): void {
  if (error instanceof Error && error.name === 'AbortError') return;
  throw error;
}
