import type { ChildProcess } from 'node:child_process';
import { describeExitCode } from '../../native-bindings/checks/ntstatus.ts';

/** How long messages of a child that has ended are waited for. */
const LAST_WORDS_MS = 1000;

/** Tells how a child ended, once its last words have been heard: they may be on their way still when it has ended. */
export function onceEnded(child: ChildProcess, tell: (how: string) => void): void {
  child.on('error', (error) => tell(error.message));
  child.on('exit', (code, signal) => {
    const how = signal === null ? describeExitCode(code ?? 0) : `signal ${signal}`;
    if (!child.connected) {
      tell(how);
      return;
    }
    const late = setTimeout(() => tell(how), LAST_WORDS_MS);
    child.once('disconnect', () => {
      clearTimeout(late);
      tell(how);
    });
  });
}
