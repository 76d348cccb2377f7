import type { ExaminedFile } from '../../native-bindings/windows/image-file.ts';
import type { Readings } from '../contract/resources.ts';
import type { Unsupported } from './counters.ts';

/** What a stranger is told of a process once. */
export interface WatchedFacts {
  readonly pid: number;
  /** File name of its program. */
  readonly name: string;
  /** Full path of its program; null where the system does not say. */
  readonly executable: string | null;
  /** Its program, as it was read; null where nobody knows which file that is. */
  readonly file: ExaminedFile | null;
  readonly startedAt: Date | null;
  readonly bitness: 32 | 64 | null;
}

/** Full paths of what a process has loaded, or why they are not told. */
export type WatchedLibraries =
  | { readonly known: true; readonly paths: readonly string[] }
  | { readonly known: false; readonly reason: string };

/** One look at a process. */
export type Look =
  | { readonly seen: 'alive'; readonly readings: Readings }
  /** It ended, or its number belongs to another process by now. */
  | { readonly seen: 'ended'; readonly exitCode: number | null }
  /** Its memory can no longer be read, though it lives: it became another user's. */
  | { readonly seen: 'denied'; readonly reason: string };

/**
 * A process that is not ours, looked at through what the system counts of it. Nothing is written to it, no thread is made
 * in it, and none of its heaps is walked.
 */
export interface WatchedProcess {
  readonly facts: WatchedFacts;
  /** What cannot be seen of it from outside, and why. */
  readonly unsupported: readonly Unsupported[];
  look(): Look;
  libraries(): WatchedLibraries;
  close(): void;
}
