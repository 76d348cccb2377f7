import { HarnessError } from '../../harness/contract/errors.ts';

/** What is wrong with a mailbox file, and how to put it right. */
export interface Problem {
  readonly what: string;
  readonly remedy: string;
}

/** `where` is `file` or `file, line 3`. It has no cause: a parser's error carries the values of the row. */
export function inputError(where: string, { what, remedy }: Problem): HarnessError {
  return new HarnessError('INPUT_FILE', `${where}: ${what}`, remedy);
}
