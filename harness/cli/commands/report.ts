import { join } from 'node:path';
import { RUN_REPORTS } from '../../../reports/catalogue.ts';
import { EXIT, HarnessError } from '../../contract/errors.ts';
import { readClaimsPlan } from '../../execute/claims-folder.ts';
import { RUN_FILES } from '../../execute/run-folder.ts';
import type { Command } from '../command.ts';
import { reopenFolder, writeHtml } from '../judge-folder.ts';
import { showError } from '../messages.ts';
import { pageFile } from '../page-file.ts';
import { exitCodeAfter, problemOf, withReports } from '../report-files/open-reports.ts';
import { parseRequests, STDOUT } from '../report-files/request.ts';
import { rowsOfFolder } from '../report-files/rows-of-folder.ts';
import { reportedRun } from '../reported-run.ts';
import { reportOption } from './common-options.ts';

export const reportCommand: Command = {
  register: (yargs, finish) =>
    yargs.command(
      'report <run>',
      'write reports of a run folder, from the result in it: report.html, or those that --report names',
      (y) =>
        y
          .positional('run', { type: 'string', demandOption: true, describe: 'run folder' })
          .option('out', {
            string: true,
            describe: 'file for the HTML report (default report.html in the run folder)',
          })
          .option('report', reportOption(RUN_REPORTS))
          .example(
            '$0 report runs/2026-01-31T080910Z-extended-logon --out case.html',
            'a copy for a support case',
          )
          .example('$0 report RUN --report markdown=-', 'what to paste into a ticket'),
      async (args) =>
        finish(async (terminal) => {
          const { report, run } = args;
          const out = pageFile(args.out, '--out');
          if ((await readClaimsPlan(run)) !== null) throw claimsAreJudged(run);
          const taken = { stdout: false, files: [...rowsOfFolder(run), out] };
          const requests = parseRequests(report, RUN_REPORTS, taken);
          // Whoever names reports wants those: the folder may be one that cannot be written to.
          const html = out ?? (requests.length === 0 ? join(run, RUN_FILES.report) : null);
          return await withReports(requests, terminal.stdout, async (reports) => {
            const input = await reopenFolder(run);
            const unwritten = html === null ? null : await problemOf(() => writeHtml(html, input), html);
            const problems = [
              ...(unwritten === null ? [] : [unwritten]),
              ...(await reports.write(reportedRun(input, run, input.plan.expect))),
            ];
            const files = [html, ...requests.map(({ file }) => file)].filter((file) => file !== null);
            if (problems.length === 0 && !files.includes(STDOUT)) {
              terminal.stdout.write(files.map((file) => `${file}\n`).join(''));
            }
            for (const problem of problems) showError(terminal, problem);
            return exitCodeAfter(problems, EXIT.ok);
          });
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
