import { join } from 'node:path';
import { EXIT, HarnessError } from '../../contract/errors.ts';
import { readClaimsPlan } from '../../execute/claims-folder.ts';
import { RUN_FILES } from '../../execute/run-folder.ts';
import type { Command } from '../command.ts';
import { reopenFolder, writeHtml } from '../judge-folder.ts';

export const reportCommand: Command = {
  register: (yargs, finish) =>
    yargs.command(
      'report <run>',
      'write report.html of a run folder again, from the result that is in it',
      (y) =>
        y
          .positional('run', { type: 'string', demandOption: true, describe: 'run folder' })
          .option('out', { string: true, describe: 'file to write (default report.html in the run folder)' })
          .example(
            '$0 report runs/2026-01-31T080910Z-extended-logon --out case.html',
            'a copy for a support case',
          ),
      async (args) =>
        finish(async ({ stdout }) => {
          if ((await readClaimsPlan(args.run)) !== null) throw claimsAreJudged(args.run);
          const file = args.out ?? join(args.run, RUN_FILES.report);
          await writeHtml(file, await reopenFolder(args.run));
          stdout.write(`${file}\n`);
          return EXIT.ok;
        }),
    ),
};

function claimsAreJudged(folder: string): HarnessError {
  return new HarnessError(
    'USAGE',
    `${folder} is a folder of claims, whose report is made with their verdicts`,
    `Make it again with \`mapileak analyse ${folder}\`.`,
  );
}
