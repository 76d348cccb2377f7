import { CLAIMS_REPORTS, RUN_REPORTS } from '../../../reports/catalogue.ts';
import { exitCodeOfClaims } from '../../analyse/claims/claims-result.ts';
import { exitCodeOf } from '../../analyse/expectation.ts';
import type { ClaimsPlan } from '../../contract/claims.ts';
import { type ExitCode, HarnessError } from '../../contract/errors.ts';
import { EXPECTATIONS, type Expectation } from '../../contract/plan.ts';
import { readClaimsPlan } from '../../execute/claims-folder.ts';
import { parseThresholds, requireMeasured } from '../../plan/thresholds.ts';
import type { Command } from '../command.ts';
import { judgeClaims } from '../judge-claims.ts';
import { judgeFolder, writeJudgement } from '../judge-folder.ts';
import { showError } from '../messages.ts';
import { exitCodeAfter, withReports } from '../report-files/open-reports.ts';
import { parseRequests } from '../report-files/request.ts';
import { rowsOfFolder } from '../report-files/rows-of-folder.ts';
import { reportedRun } from '../reported-run.ts';
import { showClaims } from '../show-claims.ts';
import { showResult } from '../show-result.ts';
import type { Terminal } from '../terminal.ts';
import { reportOption, THRESHOLD_OPTION } from './common-options.ts';

export const analyseCommand: Command = {
  register: (yargs, finish) =>
    yargs.command(
      'analyse <run>',
      'judge the samples of a run folder anew; writes its result.json and report.html',
      (y) =>
        y
          .positional('run', { type: 'string', demandOption: true, describe: 'run folder' })
          .option('expect', { choices: EXPECTATIONS, describe: 'exit 1 if the verdict is another' })
          .option('threshold', { ...THRESHOLD_OPTION, group: undefined })
          .option('json', {
            boolean: true,
            default: false,
            describe: 'print result.json instead of the summary',
          })
          .option('report', reportOption(RUN_REPORTS))
          .example(
            '$0 analyse runs/2026-01-31T080910Z-extended-logon',
            'judge a folder copied from another host',
          )
          .example(
            '$0 analyse RUN --report junit=junit.xml --report csv=samples.csv',
            'and write these, too',
          ),
      async (args) =>
        finish(async (terminal) => {
          const claims = await readClaimsPlan(args.run);
          return await (claims === null ? analyseRun(args, terminal) : analyseClaims(args, claims, terminal));
        }),
    ),
};

interface AnalyseArguments {
  readonly run: string;
  readonly expect?: Expectation | undefined;
  readonly threshold?: readonly string[] | undefined;
  readonly json: boolean;
  readonly report?: readonly string[] | undefined;
}

async function analyseRun(args: AnalyseArguments, terminal: Terminal): Promise<ExitCode> {
  const thresholds = args.threshold && parseThresholds(args.threshold);
  const taken = { stdout: args.json, files: rowsOfFolder(args.run) };
  return await withReports(
    parseRequests(args.report, RUN_REPORTS, taken),
    terminal.stdout,
    async (reports) => {
      const input = await judgeFolder(args.run, thresholds && ((plan) => requireMeasured(thresholds, plan)));
      const expect = args.expect ?? input.plan.expect;
      if (!reports.onStdout) showResult(input, args, terminal);
      const problems = [
        ...(await writeJudgement(args.run, input)),
        ...(await reports.write(reportedRun(input, args.run, expect))),
      ];
      for (const problem of problems) showError(terminal, problem);
      return exitCodeAfter(problems, exitCodeOf(input.result, expect));
    },
  );
}

async function analyseClaims(
  args: AnalyseArguments,
  claims: ClaimsPlan,
  terminal: Terminal,
): Promise<ExitCode> {
  if (args.expect !== undefined) throw expectationOfClaims('expect');
  if (args.threshold !== undefined) throw expectationOfClaims('threshold');
  const taken = { stdout: args.json, files: rowsOfFolder(args.run) };
  return await withReports(
    parseRequests(args.report, CLAIMS_REPORTS, taken),
    terminal.stdout,
    async (reports) => {
      const { input, problems: unwritten } = await judgeClaims(args.run, claims);
      if (!reports.onStdout) showClaims(input, args, terminal);
      const problems = [...unwritten, ...(await reports.write(input))];
      for (const problem of problems) showError(terminal, problem);
      return exitCodeAfter(problems, exitCodeOfClaims(input.result));
    },
  );
}

function expectationOfClaims(option: string): HarnessError {
  return new HarnessError(
    'USAGE',
    `a folder of claims has no verdict of its own, which --${option} asks for`,
    `Leave --${option} out, or name the run folder of one experiment in it.`,
  );
}
