import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { renderHtml } from '../../reports/html/page.ts';
import type { ReportInput, SoakProgress } from '../../reports/report-input.ts';
import { analyse } from '../analyse/analyse.ts';
import { createSeriesCollector } from '../analyse/series.ts';
import { HarnessError, messageOf } from '../contract/errors.ts';
import type { RunEvent } from '../contract/event.ts';
import type { Plan } from '../contract/plan.ts';
import type { Result } from '../contract/result.ts';
import type { Threshold } from '../contract/thresholds.ts';
import { patiently } from '../execute/patiently.ts';
import { readEnvironment, readPlan, readResult, readRows } from '../execute/read-run-folder.ts';
import { RUN_FILES } from '../execute/run-folder.ts';
import { FlagReadBacks } from './flag-read-backs.ts';
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
  const changed = (plan: Plan): Plan =>
    thresholds === undefined ? plan : { ...plan, thresholds: [...thresholds(plan)] };
  return await readFolder(folder, (run) => Promise.resolve(analyse({ ...run, plan: changed(run.plan) })));
}

/** Reads a run folder with the judgement that it holds. */
export async function reopenFolder(folder: string): Promise<ReportInput> {
  return await readFolder(folder, () => readResult(folder));
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

type Judge = (run: Parameters<typeof analyse>[0]) => Promise<Result>;

async function readFolder(folder: string, judge: Judge): Promise<ReportInput> {
  const { finishedAt, durationMs, flagReadBacks, leftOut, soak, ...run } = await collectFolder(folder);
  const { collected, environment, plan } = run;
  const result = await judge(run);
  return {
    plan,
    environment,
    result: { ...result, warnings: [...new Set([...leftOut, ...result.warnings])] },
    series: collected.series,
    heapWalks: collected.heapWalks,
    flagReadBacks,
    runFolder: folder,
    finishedAt,
    durationMs,
    ...(plan.soak === undefined ? {} : { soak }),
  };
}

/** What was measured in a run folder, and when. `leftOut` says what had to be left out, one sentence each. */
export async function collectFolder(folder: string) {
  const [plan, environment] = [await readPlan(folder), await readEnvironment(folder)];
  const collector = createSeriesCollector();
  const times = new EventTimes();
  const flag = new FlagReadBacks();
  const leftOut = await readRows(folder, {
    add: (sample) => collector.add(sample),
    addEvent: (event) => {
      collector.addEvent(event);
      times.add(event);
      flag.add(event);
    },
  });
  return {
    plan,
    environment,
    collected: collector.finish(),
    leftOut,
    flagReadBacks: flag.all(),
    finishedAt: times.last ?? plan.createdAt,
    durationMs: times.durationMs,
    soak: times.soak,
  };
}

/** When a run began and ended, and how far a soak came, by its events. */
class EventTimes {
  last: string | null = null;
  durationMs = 0;
  soak: SoakProgress = { rounds: 0, cycles: 0, checkpointAt: null };

  add(event: RunEvent): void {
    this.last = event.at;
    this.durationMs = Math.max(this.durationMs, event.elapsedMs);
    if (event.event !== 'round-finished') return;
    this.soak = { rounds: event.round, cycles: event.cycles, checkpointAt: event.at };
  }
}

const SAMPLES_ARE_KEPT =
  'The samples are kept: write it later with `mapileak analyse RUN`, or `mapileak report RUN --out FILE`.';

/** @throws HarnessError REPORT_NOT_WRITTEN */
export async function writeText(file: string, content: string, remedy = SAMPLES_ARE_KEPT): Promise<void> {
  try {
    await patiently(() => writeFileAtomic(file, content, { mode: 0o600 }));
  } catch (error) {
    throw new HarnessError(
      'REPORT_NOT_WRITTEN',
      `${file} could not be written: ${messageOf(error)}`,
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
