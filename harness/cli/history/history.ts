import { stat } from 'node:fs/promises';
import { dirname, isAbsolute, relative, sep } from 'node:path';
import { renderHistoryPage } from '../../../reports/html/history-page.ts';
import { renderHistory } from '../../../reports/terminal/history.ts';
import { exitCodeOfHistory } from '../../analyse/history/exit-code.ts';
import { historyReportOf, newestRuns } from '../../analyse/history/history-report.ts';
import { type ExitCode, HarnessError } from '../../contract/errors.ts';
import { readHistory } from '../../execute/history-index.ts';
import { runNamesIn } from '../../execute/list-runs.ts';
import { writePage } from '../judge-folder.ts';
import { showNote } from '../messages.ts';
import { screenOf, type Terminal } from '../terminal.ts';
import { sinceOf } from './since.ts';

export interface HistoryOptions {
  readonly since?: string | undefined;
  readonly scenario?: string | undefined;
  readonly limit?: number | undefined;
  readonly html?: string | undefined;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly rebuild: boolean;
  readonly failOnChange: boolean;
}

/** More rows than these are more than anyone reads on a terminal. */
const ROWS_ON_TERMINAL = 30;

/**
 * Shows the runs below a folder, each held against those before it, and mends the index of them.
 * @throws HarnessError USAGE, or REPORT_NOT_WRITTEN
 */
export async function showHistory(
  folder: string,
  options: HistoryOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { failOnChange, html, json, limit, quiet, rebuild, scenario = null } = options;
  if (limit !== undefined && !(Number.isInteger(limit) && limit > 0)) throw noLimit();
  const since = options.since === undefined ? null : sinceOf(options.since, new Date());
  await requireRuns(folder);
  const { entries, gone, notes } = await readHistory(folder, { rebuild });
  if (!quiet) for (const note of notes) showNote(terminal, note);
  const all = historyReportOf(entries, gone, { folder, since, scenario });
  const report = limit === undefined ? all : newestRuns(all, limit);
  const { environment, stdout } = terminal;
  const render = (file: string): string => renderHistoryPage(report, linkBase(file, folder));
  const unwritten = html === undefined ? null : await writePage(html, () => render(html));
  const page = unwritten === null ? (html ?? null) : null;
  if (json) stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  else {
    const shown = newestRuns(report, limit ?? ROWS_ON_TERMINAL);
    stdout.write(renderHistory(shown, screenOf(stdout, environment), page));
  }
  if (unwritten !== null) throw unwritten;
  return exitCodeOfHistory(report, failOnChange);
}

/** An index of runs does not belong into one of them, nor into a folder that somebody has mistyped. */
async function requireRuns(folder: string): Promise<void> {
  const isFolder = await stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) {
    throw new HarnessError(
      'USAGE',
      `there is no folder ${folder}`,
      'Name the folder that your run folders lie in, or start with `mapileak compare`.',
    );
  }
  if ((await runNamesIn(folder))[0] === '.') {
    throw new HarnessError(
      'USAGE',
      `${folder} is a run folder`,
      'Name the folder that it lies in: a history is of several runs.',
    );
  }
}

/** The way from the page to the runs, as a link has it; null where there is none, as between two drives. */
function linkBase(page: string, folder: string): string | null {
  const way = relative(dirname(page), folder);
  if (isAbsolute(way)) return null;
  return way === '' ? '' : `${way.split(sep).map(encodeURIComponent).join('/')}/`;
}

function noLimit(): HarnessError {
  return new HarnessError('USAGE', '--limit is no whole number above 0', 'Give how many runs to show.');
}
