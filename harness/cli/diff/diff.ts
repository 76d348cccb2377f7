import { realpath } from 'node:fs/promises';
import type { DiffReportInput } from '../../../reports/diff-input.ts';
import { conditionLines } from '../../../reports/diff-wording.ts';
import { renderDiffPage } from '../../../reports/html/diff-page.ts';
import { renderDiff } from '../../../reports/terminal/diff.ts';
import { compareRuns } from '../../analyse/between-runs/compare-runs.ts';
import { armsOfBoth } from '../../analyse/between-runs/diff-runs.ts';
import { exitCodeOfDiff } from '../../analyse/between-runs/diff-verdict.ts';
import { cycleUnitOf, haveLikeCycles, type MaybeAttached } from '../../contract/attached.ts';
import { mustMatch } from '../../contract/comparability.ts';
import { type ExitCode, HarnessError } from '../../contract/errors.ts';
import type { DiffExpectation, RunDiff } from '../../contract/run-diff.ts';
import { writePage } from '../judge-folder.ts';
import { screenOf, type Terminal } from '../terminal.ts';
import { readComparedRun } from './read-compared-run.ts';

export interface DiffOptions {
  readonly force: boolean;
  readonly expect: DiffExpectation | null;
  readonly json: boolean;
  readonly html?: string | undefined;
}

/**
 * Reads two run folders, compares them, shows and writes what was found.
 * @throws HarnessError USAGE if they are not comparable and nobody insists; RUN_FOLDER; REPORT_NOT_WRITTEN
 */
export async function diffAndReport(
  folders: readonly [string, string],
  options: DiffOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const input = await diffOf(...folders);
  const { diff } = input;
  if (!diff.comparable && !options.force) throw notComparable(diff);
  const { environment, stdout } = terminal;
  const { html } = options;
  const unwritten = html === undefined ? null : await writePage(html, () => renderDiffPage(input));
  const page = unwritten === null ? (html ?? null) : null;
  if (options.json) stdout.write(`${JSON.stringify(diff, null, 2)}\n`);
  else stdout.write(renderDiff(input, screenOf(stdout, environment), page));
  if (unwritten !== null) throw unwritten;
  return exitCodeOfDiff(diff, options.expect);
}

/** Two run folders, compared. @throws HarnessError */
export async function diffOf(folderA: string, folderB: string): Promise<DiffReportInput> {
  if (await areTheSame(folderA, folderB)) throw sameFolder(folderA);
  const [a, b] = [await readComparedRun(folderA), await readComparedRun(folderB)];
  if (armsOfBoth(a.run, b.run).length === 0) throw nothingInCommon(a.run.plan.arms, b.run.plan.arms);
  if (!haveLikeCycles(a.run.plan, b.run.plan)) throw ofAnotherUnit(a.run.plan, b.run.plan);
  const diff = compareRuns(a.run, b.run);
  const leftOut = [...a.leftOut, ...b.leftOut];
  return {
    diff: { ...diff, warnings: [...leftOut, ...diff.warnings] },
    a: { plan: a.run.plan, result: a.run.result, series: a.series },
    b: { plan: b.run.plan, result: b.run.result, series: b.series },
  };
}

async function areTheSame(folderA: string, folderB: string): Promise<boolean> {
  const real = async (folder: string): Promise<string> => await realpath(folder).catch(() => folder);
  return (await real(folderA)) === (await real(folderB));
}

function notComparable({ conditions }: RunDiff): HarnessError {
  const lines = conditionLines(conditions.filter(mustMatch)).map((line) => `\n    ${line}`);
  return new HarnessError(
    'USAGE',
    `the runs are not alike enough to be compared; A -> B:${lines.join('')}`,
    'If that is what you want to compare, as before and after a hotfix, give --force.',
  );
}

function sameFolder(folder: string): HarnessError {
  return new HarnessError(
    'USAGE',
    `both are the same folder: ${folder}`,
    'Name two runs: the one before first, then the one after.',
  );
}

function ofAnotherUnit(a: MaybeAttached, b: MaybeAttached): HarnessError {
  return new HarnessError(
    'USAGE',
    `growth per ${cycleUnitOf(a)} in A and per ${cycleUnitOf(b)} in B: how many of the one are in the other, neither run tells`,
    'Compare runs that count the same: attach both times with the same --cycle-every, or by the lines of a log.',
  );
}

function nothingInCommon(a: readonly string[], b: readonly string[]): HarnessError {
  return new HarnessError(
    'USAGE',
    `the runs have no arm in common: ${a.join(', ')} in A, ${b.join(', ')} in B`,
    'Compare runs that were made with the same --arms.',
  );
}
