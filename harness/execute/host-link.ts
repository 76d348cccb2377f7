import { type ChildProcess, fork } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { MarkedCall } from '../../native-bindings/checks/call-marker.ts';
import { onceEnded } from './child-end.ts';
import { type FlightRecord, readFlightRecord } from './flight-recorder.ts';
import { heard } from './heard.ts';
import type { FromHost, ToHost } from './messages.ts';
import { orNotWritten } from './not-written.ts';

/** How long a host may take before it makes its first mark: it loads libraries and a scenario first. */
const START_MS = 30_000;
/** How long a host may take to leave after it was asked to. */
const LEAVE_MS = 5000;

/** How a wait for the host's answer can end. */
export type Answer =
  | { readonly outcome: 'said'; readonly message: FromHost }
  | { readonly outcome: 'died'; readonly detail: string }
  | { readonly outcome: 'hung'; readonly detail: string };

export interface HostLinkOptions {
  /** Where the host's stdout and stderr go. */
  readonly logFile: string;
  readonly flightRecord: string;
  /** A host that makes no mark for so long while it owes an answer counts as hung. */
  readonly hangTimeoutMs: number;
}

/**
 * The parent's end of one session host. One question at a time: `ask` sends a message and waits for the answer,
 * for the host's end, or until the flight record has stood still for too long.
 */
export class HostLink {
  readonly pid: number;
  private readonly child: ChildProcess;
  private readonly options: HostLinkOptions;
  private ended: string | null = null;
  private readonly said: FromHost[] = [];
  private wake: () => void = () => {};

  constructor(options: HostLinkOptions) {
    this.options = options;
    // Inherited pipes fail in some hosts (Node for Windows under Wine), so output goes to a file.
    const log = orNotWritten(options.logFile, () => openSync(options.logFile, 'a', 0o600));
    try {
      this.child = fork(fileURLToPath(new URL('./session-host.js', import.meta.url)), [], {
        stdio: ['ignore', log, log, 'ipc'],
        serialization: 'advanced',
        // V8's helper threads would wait for a heap that is locked while it is walked, and V8 for them.
        execArgv: ['--expose-gc', '--single-threaded'],
        // Ctrl-C in a terminal is for the parent, which ends its host when it has heard it. On Windows a child that
        // is not detached ends with its parent (libuv puts it into a job).
        detached: process.platform !== 'win32',
      });
    } finally {
      closeSync(log);
    }
    this.pid = this.child.pid ?? 0;
    this.child.on('message', (message) => this.hear(message));
    onceEnded(this.child, (how) => this.end(how));
  }

  /** Sends without waiting. A host that is gone is noticed by whoever waits for it. */
  tell(message: ToHost): void {
    if (this.child.connected) this.child.send(message, () => {});
  }

  async ask(message: ToHost): Promise<Answer> {
    this.tell(message);
    return await this.next();
  }

  /**
   * Asks the host to leave, and ends it by force if it does not.
   * @returns the call that it did not come back from; null if it left, or was gone already
   */
  async leave(): Promise<MarkedCall | null> {
    this.tell({ say: 'close' });
    await this.waitForEnd(Math.min(LEAVE_MS, this.options.hangTimeoutMs));
    const stuckIn = this.ended === null ? (this.lastRecord()?.call ?? 'between cycles') : null;
    await this.kill();
    return stuckIn;
  }

  async kill(): Promise<void> {
    if (this.ended === null) this.child.kill('SIGKILL');
    await this.waitForEnd(LEAVE_MS);
  }

  /** Where the host is now, or was when it ended. */
  lastRecord(): FlightRecord | null {
    return readFlightRecord(this.options.flightRecord);
  }

  /** Waits for what the host says next, where it says more than one thing in answer. */
  async next(): Promise<Answer> {
    const { hangTimeoutMs } = this.options;
    let lastMarks = this.lastRecord()?.marks;
    let quietMs = 0;
    for (;;) {
      const message = this.said.shift();
      if (message !== undefined) return { outcome: 'said', message };
      if (this.ended !== null) return { outcome: 'died', detail: this.ended };
      quietMs += await this.watchedMs(Math.max(10, hangTimeoutMs / 10));
      const marks = this.lastRecord()?.marks;
      const limitMs = marks === undefined ? Math.max(START_MS, hangTimeoutMs) : hangTimeoutMs;
      if (marks !== lastMarks) {
        lastMarks = marks;
        quietMs = 0;
      } else if (this.said.length === 0 && quietMs > limitMs) {
        return { outcome: 'hung', detail: `no sign of life for ${Math.round(limitMs)} ms` };
      }
    }
  }

  /**
   * Waits for the next event, or for some time. @returns how much of it this process was there to hear the host: not while
   * a slow disk held it up, or the machine slept
   */
  private async watchedMs(ms: number): Promise<number> {
    const from = performance.now();
    await this.nextEvent(ms);
    return Math.min(performance.now() - from, 2 * ms);
  }

  private async waitForEnd(ms: number): Promise<void> {
    const until = performance.now() + ms;
    while (this.ended === null && performance.now() < until) await this.nextEvent(until - performance.now());
  }

  /** Resolves at the next message or exit, or after some time. */
  private async nextEvent(ms: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.wake = resolve;
      timer = setTimeout(resolve, ms);
    });
    clearTimeout(timer);
  }

  private hear(message: unknown): void {
    this.said.push(heard(message, this.options.logFile));
    this.wake();
  }

  private end(how: string): void {
    this.ended ??= how;
    this.wake();
  }
}
