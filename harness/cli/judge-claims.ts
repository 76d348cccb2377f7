import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ClaimsReportInput } from '../../reports/claims-input.ts';
import { claimsHtml } from '../../reports/html/claims-page.ts';
import { claimsResultOf } from '../analyse/claims/claims-result.ts';
import type { ExperimentResults } from '../analyse/claims/judge-claim.ts';
import type { ClaimsPlan, ExperimentName } from '../contract/claims.ts';
import type { Result } from '../contract/result.ts';
import { CLAIMS_FILES, writeClaimsResult } from '../execute/claims-folder.ts';
import { RUN_FILES } from '../execute/run-folder.ts';
import { judgeFolder, writeHtml, writeResult, writeText } from './judge-folder.ts';

/** Judges every run of a claims folder anew, then the claims by them; writes results and reports of all. */
export async function judgeClaims(folder: string, plan: ClaimsPlan): Promise<ClaimsReportInput> {
  const results = new Map<ExperimentName, Result>();
  for (const { experiment } of plan.experiments) {
    const run = join(folder, experiment);
    // Without a description of the environment no host ever started: nothing was measured.
    if (!existsSync(join(run, RUN_FILES.environment))) continue;
    const input = await judgeFolder(run);
    await writeResult(run, input.result);
    await writeHtml(join(run, RUN_FILES.report), input);
    results.set(experiment, input.result);
  }
  return await writeClaims(folder, plan, results);
}

async function writeClaims(
  folder: string,
  plan: ClaimsPlan,
  results: ExperimentResults,
): Promise<ClaimsReportInput> {
  const input = { result: claimsResultOf(plan, results), folder };
  writeClaimsResult(folder, input.result);
  await writeText(join(folder, CLAIMS_FILES.report), claimsHtml(input));
  return input;
}
