import type { Argv } from 'yargs';
import { DEFAULTS } from '../../plan/options.ts';
import type { Command } from '../command.ts';
import { checkRun, runAndReport } from '../run.ts';
import { runCommandOptions, runOptions } from './run-options.ts';

export const compareCommand: Command = {
  register: (yargs: Argv, finish) =>
    yargs.command(
      'compare',
      'measure growth per logon with CleanUpMAPIHeap off and on, and give a verdict (the main job)',
      (y) =>
        runOptions(y, DEFAULTS.arms)
          .example('$0 compare', 'off against on, on the stand-in')
          .example(
            '$0 compare --stand-in IgnoreCleanupFlag=1 --expect not-fixed',
            'a build from before the hotfix',
          )
          .example(
            '$0 compare --threshold "on.heapBytes.perCycle<64" --threshold "on.failureRate<1%"',
            'exit 1 if the cured arm grows by more, or fails more often',
          )
          .example(
            '$0 compare --horizon 4096 --max-cycles 16384',
            'where caches take some thousand logons to fill',
          )
          .example(
            '$0 compare --mapi system --mailboxes boxes.csv --password-env BOX_PASSWORD --expect fixed',
            'verify the hotfix on a real MAPI',
          ),
      async (args) =>
        finish(
          (terminal) => runAndReport('compare', args, runCommandOptions(args), terminal),
          () => checkRun('compare', args, runCommandOptions(args)),
        ),
    ),
};
