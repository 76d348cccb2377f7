import type { Trace } from './detector.ts';

/** What a rule said of one trace. */
export interface PeerOutcome {
  /** Whether it would have reported a leak. */
  readonly isAlarm: boolean;
  /** Cycles it spent. */
  readonly cycles: number;
}

/** A rule that others judge one process by, with the constants that they publish. */
export interface Peer {
  readonly name: string;
  /** What it does, as a line of a table says it. */
  readonly rule: string;
  /** @param bytes busy bytes after 0, 1, 2, ... cycles, 16,384 of them at least */
  readonly judge: (bytes: Trace) => PeerOutcome;
}

/** Busy bytes after a cycle. */
export const at = (bytes: Trace, cycle: number): number => bytes[cycle] ?? Number.NaN;

/** What was added from one cycle to a later one. */
export const growth = (bytes: Trace, from: number, to: number): number => at(bytes, to) - at(bytes, from);
