import { showNote } from './messages.ts';
import { listenForStop, type Stopping } from './stop-signals.ts';
import type { Terminal } from './terminal.ts';

const STOPPING = 'the running cycle ends, the flag is put back. Again to stop at once.';

/**
 * The user's wish to stop, heard until the process ends: a second Ctrl-C must not cut off the report. Several runs in
 * a row listen one after the other; what comes between two of them stops the next.
 */
export class Interruption {
  readonly stopping: Stopping;
  private heard: ((signal: string) => void) | null = null;

  constructor(terminal: Terminal) {
    this.stopping = listenForStop((signal) => {
      if (this.heard === null) return;
      this.heard(signal);
      showNote(terminal, `Stopping after ${signal}: ${STOPPING}`);
    });
  }

  /** @param hear told of the signal that stops this action */
  async during<T>(hear: (signal: string) => void, action: () => Promise<T>): Promise<T> {
    this.heard = hear;
    try {
      return await action();
    } finally {
      this.heard = null;
    }
  }
}
