import { HarnessError } from '../contract/errors.ts';
import { whyNotWritten } from '../contract/why-not-written.ts';

/** A file of a run folder could not be written. */
export function notWritten(file: string, error: unknown): HarnessError {
  return new HarnessError(
    'SAMPLES_NOT_WRITTEN',
    `${file} could not be written: ${whyNotWritten(error)}`,
    'Make room, or name a folder on another disk with --out. What was written before is kept.',
    { cause: error },
  );
}

/** @throws HarnessError SAMPLES_NOT_WRITTEN for whatever the action throws */
export function orNotWritten<T>(file: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw notWritten(file, error);
  }
}
