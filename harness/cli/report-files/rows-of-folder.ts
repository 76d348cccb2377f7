import { join } from 'node:path';
import { CLAIMS_FILES } from '../../execute/claims-folder.ts';
import { RUN_FILES } from '../../execute/run-folder.ts';

/** What of a folder cannot be made again, and is no place for a report. */
export function rowsOfFolder(folder: string): readonly string[] {
  const { environment, events, flagBackup, plan, samples } = RUN_FILES;
  return [plan, environment, events, samples, flagBackup, CLAIMS_FILES.plan].map((name) =>
    join(folder, name),
  );
}
