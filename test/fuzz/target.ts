import type fc from 'fast-check';
import { HarnessError } from '../../harness/contract/errors.ts';

/** One reader of what comes from outside, and what it is fed. */
export interface Target<T> {
  readonly inputs: fc.Arbitrary<T>;
  /**
   * @returns whether it was read, and not refused: inputs that are all refused alike find little
   * @throws whatever shows that the reader does not keep its word
   */
  feed(input: T): Promise<boolean> | boolean;
  /** Lets go of what it holds, such as a process. */
  close?(): void;
}

/** Makes a target of its input type, which nobody else needs to know. @param folder for files, its own */
export type MakeTarget = (folder: string) => AnyTarget;

/** What a runner does with a target. */
export interface AnyTarget {
  readonly property: (wrap: <T>(target: Target<T>) => Promise<void>) => Promise<void>;
}

export function target<T>(made: Target<T>): AnyTarget {
  return { property: (wrap) => wrap(made) };
}

const LONGEST_MESSAGE = 6000;

/**
 * Passes over the errors a reader is meant to end in, and fails at all others: they name `where`, have an exit code of the
 * table that is not 70, and are short enough to be read.
 */
export function requireClear(error: unknown, where: string): void {
  if (!(error instanceof HarnessError)) throw error;
  if (error.exitCode === 70) throw new Error(`exit 70: ${error.message}`);
  if (!error.message.includes(where)) throw new Error(`does not name ${where}: ${error.message}`);
  if (error.message.length > LONGEST_MESSAGE) throw new Error(`${error.message.length} characters long`);
  if (error.remedy.length === 0) throw new Error(`no remedy: ${error.message}`);
  if (/\n\s+at .*:\d+:\d+/.test(error.message)) throw new Error(`a stack trace: ${error.message}`);
}

/** Feeds a reader; it answers or ends in a clear error. @returns its answer, or undefined */
export async function answerOf<T>(where: string, read: () => Promise<T> | T): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    requireClear(error, where);
    return undefined;
  }
}

/** Whether there is an answer; a reader that answers nothing at all has read it, too. */
export const isRead = (answer: unknown): boolean => answer !== undefined;
