import { HarnessError } from '../contract/errors.ts';

export const processNotFound = (pid: number): HarnessError =>
  new HarnessError(
    'PROCESS_NOT_FOUND',
    `there is no process ${pid}`,
    'Look up the number of the program (Task Manager, tasklist, ps), and attach while it runs.',
  );

export const processUnfit = (what: string, remedy: string): HarnessError =>
  new HarnessError('PROCESS_NOT_FOUND', what, remedy);

export function processDenied(pid: number, why: string, cause: unknown): HarnessError {
  const remedy =
    process.platform === 'win32'
      ? 'Run mapileak as the user of that program, or in an elevated command prompt; a protected process stays closed.'
      : 'Run mapileak as the user of that program, or as root.';
  return new HarnessError('PROCESS_ACCESS', `the process ${pid} may not be read: ${why}`, remedy, { cause });
}
