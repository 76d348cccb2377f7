import { basename } from 'node:path';
import { HarnessError } from '../contract/errors.ts';
import { HISTORY_FILE } from '../execute/history-index.ts';
import { rowsOfFolder } from './report-files/rows-of-folder.ts';

/** What is measured, or kept of what was measured: a page that took its name could not be told from it. */
const KEPT_NAMES = new Set([...rowsOfFolder('').map((file) => basename(file)), HISTORY_FILE]);

/**
 * The file that an option names for a page, if it was given.
 * @throws HarnessError USAGE if it names none, or one that cannot be made again
 */
export function pageFile(given: string | undefined, option = '--html'): string | undefined {
  if (given === '') {
    throw new HarnessError('USAGE', `${option} names no file`, 'Name the file that the page is written to.');
  }
  // Windows takes PLAN.JSON for the same file, and nobody means a page by it elsewhere.
  if (given !== undefined && KEPT_NAMES.has(basename(given).toLowerCase())) {
    throw new HarnessError(
      'USAGE',
      `${option} ${given} would replace what runs are judged from`,
      'Name another file, such as page.html.',
    );
  }
  return given;
}
