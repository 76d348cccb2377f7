import { join } from 'node:path';
import { renderHtml } from '../../reports/html/page.ts';
import type { ReportInput } from '../../reports/report-input.ts';
import { analyse } from '../analyse/analyse.ts';
import { HarnessError } from '../contract/errors.ts';
import type { Plan } from '../contract/plan.ts';
import type { Result } from '../contract/result.ts';
import type { Threshold } from '../contract/thresholds.ts';
import { writeWholeFile } from '../contract/whole-file.ts';
import { whyNotWritten } from '../contract/why-not-written.ts';
import { patiently } from '../execute/patiently.ts';
import { readEnvironment, readPlan, readResult, readRows } from '../execute/read-run-folder.ts';
import { RUN_FILES } from '../execute/run-folder.ts';
import { type CollectedFolder, FolderCollector, judged } from './folder-collector.ts';
import { readPageScript } from './page-script.ts';
import { problemOf } from './report-files/open-reports.ts';

/**
 * Reads a run folder and judges what is in it anew.
 * @param thresholds in the place of the plan's
 */
export async function judgeFolder(
  folder: string,
  thresholds?: (plan: Plan) => readonly Threshold[],
): Promise<ReportInput> {
  const run = await collectFolder(folder);
  const plan = thresholds === undefined ? run.plan : { ...run.plan, thresholds: [...thresholds(run.plan)] };
  return judged(folder, run, (measured) => analyse({ ...measured, plan }));
}

/** Reads a run folder with the judgement that it holds. */
export async function reopenFolder(folder: string): Promise<ReportInput> {
  const run = await collectFolder(folder);
  const result = await readResult(folder);
  return judged(folder, run, () => result);
}

/**
 * Writes what a run folder has for its reader: result.json, and report.html whatever became of that.
 * @returns what could not be written
 */
export async function writeJudgement(folder: string, input: ReportInput): Promise<readonly HarnessError[]> {
  const problems = [
    await problemOf(() => writeResult(folder, input.result), RUN_FILES.result),
    await problemOf(() => writeHtml(join(folder, RUN_FILES.report), input), RUN_FILES.report),
  ];
  return problems.filter((problem) => problem !== null);
}

/** @throws HarnessError REPORT_NOT_WRITTEN */
export async function writeResult(folder: string, result: Result): Promise<void> {
  await writeText(join(folder, RUN_FILES.result), `${JSON.stringify(result, null, 2)}\n`);
}

/** @throws HarnessError REPORT_NOT_WRITTEN */
export async function writeHtml(file: string, input: ReportInput): Promise<void> {
  await writeText(file, renderHtml(input, readPageScript()));
}

/** What was measured in a run folder, and when. */
export async function collectFolder(folder: string): Promise<CollectedFolder> {
  const [plan, environment] = [await readPlan(folder), await readEnvironment(folder)];
  const collector = new FolderCollector(plan);
  const leftOut = await readRows(folder, collector);
  return { plan, environment, leftOut, ...collector.collected() };
}

const SAMPLES_ARE_KEPT =
  'The samples are kept: write it later with `mapileak analyse RUN`, or `mapileak report RUN --out FILE`.';

/** @throws HarnessError REPORT_NOT_WRITTEN */
export async function writeText(file: string, content: string, remedy = SAMPLES_ARE_KEPT): Promise<void> {
  try {
    await patiently(() => writeWholeFile(file, content, { mode: 0o600 }));
  } catch (error) {
    throw new HarnessError(
      'REPORT_NOT_WRITTEN',
      `${file} could not be written: ${whyNotWritten(error)}`,
      remedy,
      { cause: error },
    );
  }
}

/**
 * Writes a page beside what is shown of the same, which is shown whatever became of it.
 * @returns what kept it from being written
 */
export async function writePage(file: string, render: () => string): Promise<HarnessError | null> {
  return await problemOf(() => writeText(file, render(), PAGE_AGAIN), file);
}

const PAGE_AGAIN = 'Give the command again, with a file in a folder that exists and can be written to.';
