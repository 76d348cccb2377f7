import { randomBytes } from 'node:crypto';

/** What a file is called until it is whole: beside it, and no name that anybody else has. */
export const draftOf = (file: string): string => `${file}.${randomBytes(4).toString('hex')}`;

/** What the system said of a draft, said of the file that was meant; with the same code. */
export function saidOf(file: string, draft: string, error: unknown): unknown {
  if (!(error instanceof Error) || !error.message.includes(draft)) return error;
  // A renaming names both.
  const message = error.message.replace(`'${draft}' -> `, '').replaceAll(draft, file);
  return Object.assign(new Error(message, { cause: error }), 'code' in error ? { code: error.code } : {});
}
