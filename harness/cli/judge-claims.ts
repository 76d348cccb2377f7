import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ClaimsReportInput } from '../../reports/claims-input.ts';
import { claimsHtml } from '../../reports/html/claims-page.ts';
import { claimsResultOf } from '../analyse/claims/claims-result.ts';
import type { ClaimsPlan, ExperimentName } from '../contract/claims.ts';
import type { HarnessError } from '../contract/errors.ts';
import type { Result } from '../contract/result.ts';
import { CLAIMS_FILES, writeClaimsResult } from '../execute/claims-folder.ts';
import { RUN_FILES } from '../execute/run-folder.ts';
import { judgeFolder, writeJudgement, writeText } from './judge-folder.ts';
import { problemOf } from './report-files/open-reports.ts';

/** Claims that were judged, and what of their files could not be written. */
export interface JudgedClaims {
  readonly input: ClaimsReportInput;
  readonly problems: readonly HarnessError[];
}

/** Judges every run of a claims folder anew, then the claims by them; writes results and reports of all. */
export async function judgeClaims(folder: string, plan: ClaimsPlan): Promise<JudgedClaims> {
  const problems: HarnessError[] = [];
  const results = new Map<ExperimentName, Result>();
  for (const { experiment } of plan.experiments) {
    const run = join(folder, experiment);
    // Without a description of the environment no host ever started: nothing was measured.
    if (!existsSync(join(run, RUN_FILES.environment))) continue;
    const input = await judgeFolder(run);
    problems.push(...(await writeJudgement(run, input)));
    results.set(experiment, input.result);
  }
  const input = { result: claimsResultOf(plan, results), folder };
  return { input, problems: [...problems, ...(await writeClaims(input))] };
}

async function writeClaims(input: ClaimsReportInput): Promise<readonly HarnessError[]> {
  const { folder, result } = input;
  const { report, result: resultFile } = CLAIMS_FILES;
  const problems = [
    await problemOf(async () => writeClaimsResult(folder, result), resultFile),
    await problemOf(() => writeText(join(folder, report), claimsHtml(input)), report),
  ];
  return problems.filter((problem) => problem !== null);
}
