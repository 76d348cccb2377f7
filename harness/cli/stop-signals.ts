import { fstatSync } from 'node:fs';
import { isatty } from 'node:tty';

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
 * Whether a run goes on when its terminal hangs up: none of its streams is there, and stdin is a device such as /dev/null,
 * as nohup makes it. That nohup has SIGHUP ignored cannot be asked: Node undoes it before a line of ours runs.
 * To be asked early: a terminal that has hung up is a terminal no more.
 */
export function outlivesTerminal(): boolean {
  return ![0, 1, 2].some(isatty) && fstatSync(0).isCharacterDevice();
}

/**
 * Listens until the process ends.
 * @param onStop told of the first signal alone, by its name
 * @param outlives whether SIGHUP stops nothing; on Windows it always does, since the process is then ended anyway
 */
export function listenForStop(
  onStop: (signal: string) => void,
  source: SignalSource = process,
  platform: NodeJS.Platform = process.platform,
  outlives: boolean = outlivesTerminal(),
): Stopping {
  const stop = new AbortController();
  const stopNow = new AbortController();
  const hear = (signal: NodeJS.Signals): void => {
    if (signal === 'SIGHUP' && platform !== 'win32' && outlives) return;
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
