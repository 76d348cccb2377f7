import type { HostLink } from './host-link.ts';

/** How long a cycle may go on after the wish to stop, before the host is ended by force. */
const STOP_GRACE_MS = 10_000;

/** The user's wish to stop; the second signal does not wait for the running cycle. */
export interface StopSignals {
  readonly stop: AbortSignal;
  readonly stopNow: AbortSignal;
}

/** Passes the wish to stop on to a host, and lets the host go in the end, whatever happens. */
export async function whileStoppable<T>(
  host: HostLink,
  { stop, stopNow }: StopSignals,
  action: () => Promise<T>,
): Promise<T> {
  let grace: NodeJS.Timeout | undefined;
  const onStop = (): void => {
    host.tell({ say: 'stop' });
    grace = setTimeout(onStopNow, STOP_GRACE_MS);
  };
  const onStopNow = (): void => void host.kill();
  stop.addEventListener('abort', onStop);
  stopNow.addEventListener('abort', onStopNow);
  try {
    return await action();
  } finally {
    clearTimeout(grace);
    stop.removeEventListener('abort', onStop);
    stopNow.removeEventListener('abort', onStopNow);
    await host.leave();
  }
}
