import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { type ClaimsPlan, type ClaimsResult, claimsPlanSchema } from '../contract/claims.ts';
import { HarnessError, messageOf } from '../contract/errors.ts';

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
  const content = await readFile(file, 'utf8').catch(() => null);
  if (content === null) return null;
  const parsed = claimsPlanSchema.safeParse(parse(content));
  if (parsed.success) return parsed.data;
  throw new HarnessError(
    'RUN_FOLDER',
    `${file} cannot be read: ${z.prettifyError(parsed.error)}`,
    'Name a folder that `mapileak kb891509` has written.',
  );
}

function parse(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}

function writeJson(file: string, content: object): void {
  try {
    writeFileAtomic.sync(file, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  } catch (error) {
    throw new HarnessError(
      'REPORT_NOT_WRITTEN',
      `${file} could not be written: ${messageOf(error)}`,
      'The samples are kept: write it later with `mapileak analyse FOLDER`.',
      { cause: error },
    );
  }
}
