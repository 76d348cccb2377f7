import { examineFile, isReadable } from '../../native-bindings/windows/image-file.ts';
import { HarnessError } from '../contract/errors.ts';
import { inputCodeOf } from '../contract/input-code.ts';
import type { Plan } from '../contract/plan.ts';

/**
 * To be called when a session host has loaded what it runs: a file that has changed since it was hashed may be what was
 * loaded, and hosts of one run may have loaded different code.
 * @throws HarnessError INPUT_FILE
 */
export function requirePlannedCode(plan: Pick<Plan, 'mapi' | 'scenario'>): void {
  for (const { file, sha256, what } of inputCodeOf(plan)) {
    // Of a file that could not be read there is nothing to compare; the report says so.
    if (sha256 === null) continue;
    const found = examineFile(file);
    if (isReadable(found) && found.sha256 === sha256) continue;
    throw new HarnessError(
      'INPUT_FILE',
      `the ${what} ${file} has changed since the run was planned`,
      'Leave the file alone while a run goes on, and run again.',
    );
  }
}
