const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The user's wish to stop: first after the running cycle, at the second signal at once. */
export interface Stopping {
  readonly stop: AbortSignal;
  readonly stopNow: AbortSignal;
}

export function listenForStop(onStop: (signal: string) => void): Stopping {
  const stop = new AbortController();
  const stopNow = new AbortController();
  const hear = (signal: NodeJS.Signals): void => {
    if (stop.signal.aborted) {
      stopNow.abort();
      return;
    }
    stop.abort();
    onStop(signal);
  };
  for (const signal of SIGNALS) process.on(signal, hear);
  return { stop: stop.signal, stopNow: stopNow.signal };
}
