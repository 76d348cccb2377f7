/** SIGBREAK is Ctrl+Break on Windows; SIGHUP is its console being closed, or the terminal that hangs up. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK'] as const;

/** The user's wish to stop: first after the running cycle, at the second signal at once. */
export interface Stopping {
  readonly stop: AbortSignal;
  readonly stopNow: AbortSignal;
}

/** What tells of signals: this process. */
export interface SignalSource {
  on(signal: NodeJS.Signals, hear: (signal: NodeJS.Signals) => void): unknown;
}

/**
 * Listens until the process ends.
 * @param onStop told of the first signal alone, by its name
 */
export function listenForStop(
  onStop: (signal: string) => void,
  source: SignalSource = process,
  platform: NodeJS.Platform = process.platform,
): Stopping {
  const stop = new AbortController();
  const stopNow = new AbortController();
  const hear = (signal: NodeJS.Signals): void => {
    if (stop.signal.aborted) {
      stopNow.abort();
      return;
    }
    stop.abort();
    onStop(signal);
    // Five seconds after its console was closed, Windows ends a process whatever it is doing.
    if (signal === 'SIGHUP' && platform === 'win32') stopNow.abort();
  };
  for (const signal of SIGNALS) {
    if (signal !== 'SIGBREAK' || platform === 'win32') source.on(signal, hear);
  }
  return { stop: stop.signal, stopNow: stopNow.signal };
}
