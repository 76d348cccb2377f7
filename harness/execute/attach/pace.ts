import { setTimeout as sleep } from 'node:timers/promises';

/**
 * The times since the start at which samples fall, in milliseconds: every so often, without drift. A tick that came too
 * late to be taken is left out, not made up for.
 */
export async function* ticks(intervalMs: number, stop: AbortSignal): AsyncGenerator<number> {
  const startedAt = performance.now();
  for (let tick = 0; !stop.aborted; ) {
    yield performance.now() - startedAt;
    const elapsedMs = performance.now() - startedAt;
    tick = Math.max(tick + 1, Math.ceil(elapsedMs / intervalMs));
    try {
      await sleep(tick * intervalMs - elapsedMs, undefined, { signal: stop });
    } catch {
      return;
    }
  }
}
