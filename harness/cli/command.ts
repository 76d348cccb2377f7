import type { Argv } from 'yargs';
import type { ExitCode } from '../contract/errors.ts';
import type { Terminal } from './terminal.ts';

/** Runs what a command does and keeps its exit code; errors pass through. */
export type Finish = (action: (terminal: Terminal) => Promise<ExitCode>) => Promise<void>;

/** One command of `mapileak`: its name, its options, and what it hands over to. */
export interface Command {
  register(yargs: Argv, finish: Finish): Argv;
}
