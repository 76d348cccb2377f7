import { HarnessError } from '../contract/errors.ts';

/** The file that `--html` names, if it was given. @throws HarnessError USAGE if it names none */
export function pageFile(given: string | undefined): string | undefined {
  if (given !== '') return given;
  throw new HarnessError('USAGE', '--html names no file', 'Name the file that the page is written to.');
}
