import { randomBytes } from 'node:crypto';

/** What a file is called until it is whole: beside it, and no name that anybody else has. */
export const draftOf = (file: string): string => `${file}.${randomBytes(4).toString('hex')}`;

/** Whether that name is one that a file is written under before it gets its own. */
export const isDraftOf = (file: string, name: string): boolean =>
  name.startsWith(`${file}.`) && /^[0-9a-f]{8}$/.test(name.slice(file.length + 1));

/** What the system said of a draft, said of the file that was meant; with the same code. */
export function saidOf(file: string, draft: string, error: unknown): unknown {
  if (!(error instanceof Error) || !error.message.includes(draft)) return error;
  // A renaming names both.
  const message = error.message.replace(`'${draft}' -> `, '').replaceAll(draft, () => file);
  return Object.assign(new Error(message, { cause: error }), 'code' in error ? { code: error.code } : {});
}
