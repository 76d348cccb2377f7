import { existsSync } from 'node:fs';
import { HarnessError } from '../../contract/errors.ts';

/**
 * Makes sure that a run that was killed while the flag was changed does not go on in another registry, and leave it changed in
 * the first one for good.
 * @param before the backup that the run has made and not used up; null if there is none
 * @param now where backups are now
 * @throws HarnessError USAGE
 */
export function requireSameRegistry(before: string | null, now: string): void {
  if (before === null || before === now || !existsSync(before)) return;
  throw new HarnessError(
    'USAGE',
    `the soak was cut off while CleanUpMAPIHeap was changed in another registry: ${before} says what it was`,
    'Give the --registry that it was begun with, or put the flag back there with `mapileak flag restore` first.',
  );
}
