import type { Argv } from 'yargs';
import type { ExitCode } from '../contract/errors.ts';
import type { ConfiguredOptions } from './config/with-config.ts';
import type { Terminal } from './terminal.ts';

/** A command line that is followed, or only checked. */
export interface CommandLine {
  /** As it was typed, without node and the program. */
  readonly args: readonly string[];
  /** The options that a `--config` file has put into it; null without one. */
  readonly fromConfig: ConfiguredOptions | null;
  /** Checks another command line as its command would before it does anything. @throws HarnessError as that would */
  check(args: readonly string[]): Promise<void>;
}

/** What a command does. */
export type Action = (terminal: Terminal, line: CommandLine) => Promise<ExitCode>;

/** Refuses what the action would refuse before it begins; runs and writes nothing. @throws HarnessError */
export type CheckLine = (line: CommandLine) => Promise<void>;

/**
 * Runs what a command does and keeps its exit code, or only checks its command line; errors pass through. Without a check of
 * its own a command has its options parsed, and no more.
 */
export type Finish = (action: Action, check?: CheckLine) => Promise<void>;

/** One command of `mapileak`: its name, its options, and what it hands over to. */
export interface Command {
  register(yargs: Argv, finish: Finish): Argv;
}
