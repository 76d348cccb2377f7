import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { CLAIMS_FILES } from '../../execute/claims-folder.ts';
import { isPart } from '../../execute/rotation.ts';
import { RUN_FILES } from '../../execute/run-folder.ts';

/** What of a folder cannot be made again, and is no place for a report. */
export function rowsOfFolder(folder: string): readonly string[] {
  const { environment, events, flagBackup, merged, plan, samples } = RUN_FILES;
  const parts = existsSync(folder) ? readdirSync(folder).filter(isPart) : [];
  return [plan, environment, events, samples, merged, ...parts, flagBackup, CLAIMS_FILES.plan].map((name) =>
    join(folder, name),
  );
}
