import type { Command } from '../command.ts';
import { checkRun, runAndReport } from '../run.ts';
import { runCommandOptions, runOptions } from './run-options.ts';

export const runCommand: Command = {
  register: (yargs, finish) =>
    yargs.command(
      'run',
      'measure growth per logon under one setting of CleanUpMAPIHeap',
      (y) =>
        runOptions(y, 'off')
          .example('$0 run --arms on --expect no-leak', 'prove that nothing leaks with the flag on')
          .example('$0 run --scenario same-mailbox', 'one mailbox again and again'),
      async (args) =>
        finish(
          (terminal) => runAndReport('run', args, runCommandOptions(args), terminal),
          () => checkRun('run', args, runCommandOptions(args)),
        ),
    ),
};
