import { join } from 'node:path';
import { exitCodeOfClaims } from '../../analyse/claims/claims-result.ts';
import { exitCodeOf } from '../../analyse/expectation.ts';
import { HarnessError } from '../../contract/errors.ts';
import { EXPECTATIONS } from '../../contract/plan.ts';
import { readClaimsPlan } from '../../execute/claims-folder.ts';
import { RUN_FILES } from '../../execute/run-folder.ts';
import type { Command } from '../command.ts';
import { judgeClaims } from '../judge-claims.ts';
import { judgeFolder, writeHtml, writeResult } from '../judge-folder.ts';
import { showClaims } from '../show-claims.ts';
import { showResult } from '../show-result.ts';

export const analyseCommand: Command = {
  register: (yargs, finish) =>
    yargs.command(
      'analyse <run>',
      'judge the samples of a run folder anew; writes its result.json and report.html',
      (y) =>
        y
          .positional('run', { type: 'string', demandOption: true, describe: 'run folder' })
          .option('expect', { choices: EXPECTATIONS, describe: 'exit 1 if the verdict is another' })
          .option('json', {
            boolean: true,
            default: false,
            describe: 'print result.json instead of the summary',
          })
          .example(
            '$0 analyse runs/2026-01-31T080910Z-extended-logon',
            'judge a folder copied from another host',
          ),
      async (args) =>
        finish(async (terminal) => {
          const claims = await readClaimsPlan(args.run);
          if (claims !== null) {
            if (args.expect !== undefined) throw expectationOfClaims();
            const claimsInput = await judgeClaims(args.run, claims);
            showClaims(claimsInput, args, terminal);
            return exitCodeOfClaims(claimsInput.result);
          }
          const input = await judgeFolder(args.run);
          showResult(input, args, terminal);
          await writeResult(args.run, input.result);
          await writeHtml(join(args.run, RUN_FILES.report), input);
          return exitCodeOf(input.result, args.expect ?? input.plan.expect);
        }),
    ),
};

function expectationOfClaims(): HarnessError {
  return new HarnessError(
    'USAGE',
    'a folder of claims has no verdict of its own to expect',
    'Leave --expect out, or name the run folder of one experiment in it.',
  );
}
