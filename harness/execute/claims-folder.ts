import { join } from 'node:path';
import { type ClaimsPlan, type ClaimsResult, claimsPlanSchema } from '../contract/claims.ts';
import { HarnessError, messageOf } from '../contract/errors.ts';
import { isMissing } from '../contract/input-file.ts';
import { complaint, readJsonFile } from '../contract/json-input.ts';
import { writeWholeFileSync } from '../contract/whole-file.ts';
import { whyNotWritten } from '../contract/why-not-written.ts';

/** The names in a folder of claims; every other entry is the run folder of an experiment. */
export const CLAIMS_FILES = {
  plan: 'claims-plan.json',
  result: 'claims.json',
  report: 'report.html',
} as const;

export function writeClaimsPlan(folder: string, plan: ClaimsPlan): void {
  writeJson(join(folder, CLAIMS_FILES.plan), plan);
}

export function writeClaimsResult(folder: string, result: ClaimsResult): void {
  writeJson(join(folder, CLAIMS_FILES.result), result);
}

/** null if the folder is none of claims. @throws HarnessError RUN_FOLDER if its plan cannot be read */
export async function readClaimsPlan(folder: string): Promise<ClaimsPlan | null> {
  const file = join(folder, CLAIMS_FILES.plan);
  let content: unknown;
  try {
    content = readJsonFile(file);
  } catch (error) {
    if (isMissing(error)) return null;
    throw unreadable(file, messageOf(error));
  }
  const parsed = claimsPlanSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  throw unreadable(file, complaint(parsed.error));
}

function unreadable(file: string, why: string): HarnessError {
  const remedy = 'Name a folder that `mapileak kb891509` has written.';
  return new HarnessError('RUN_FOLDER', `${file} cannot be read: ${why}`, remedy);
}

function writeJson(file: string, content: object): void {
  try {
    writeWholeFileSync(file, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  } catch (error) {
    throw new HarnessError(
      'REPORT_NOT_WRITTEN',
      `${file} could not be written: ${whyNotWritten(error)}`,
      'The samples are kept: write it later with `mapileak analyse FOLDER`.',
      { cause: error },
    );
  }
}
