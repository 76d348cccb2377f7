#!/usr/bin/env node
import yargs from 'yargs';
import { EXIT, type ExitCode, HarnessError } from '../contract/errors.ts';
import { mapileakVersion } from '../execute/environment.ts';
import type { Finish } from './command.ts';
import { analyseCommand } from './commands/analyse.ts';
import { attachCommand } from './commands/attach.ts';
import { bundleCommand } from './commands/bundle.ts';
import { compareCommand } from './commands/compare.ts';
import { diffCommand } from './commands/diff.ts';
import { doctorCommand } from './commands/doctor.ts';
import { flagCommand } from './commands/flag.ts';
import { historyCommand } from './commands/history.ts';
import { kb891509Command } from './commands/kb891509.ts';
import { mailboxesCommand } from './commands/mailboxes.ts';
import { reportCommand } from './commands/report.ts';
import { runCommand } from './commands/run.ts';
import { scenariosCommand } from './commands/scenarios.ts';
import { serveCommand } from './commands/serve.ts';
import { showError } from './messages.ts';
import type { Terminal } from './terminal.ts';

const COMMANDS = [
  compareCommand,
  runCommand,
  kb891509Command,
  doctorCommand,
  scenariosCommand,
  mailboxesCommand,
  flagCommand,
  attachCommand,
  analyseCommand,
  reportCommand,
  diffCommand,
  historyCommand,
  serveCommand,
  bundleCommand,
];

const EXIT_CODES = `Exit codes:
   0  finished, conclusive, and as expected
   1  finished, expectation not met
   2  wrong command line or input file
   3  inconclusive
   4  environment: no MAPI, no rights, flag not effective
   5  the session host died or hung
   6  stopped from outside; partial results kept
   7  measured, but a report could not be written
  70  fault in mapileak itself`;

/** Options that may be given more than once. */
const REPEATABLE: readonly string[] = [
  ...['_', 'standIn', 'stand-in', 'margin', 'file', 'claim', 'report', 'hide'],
  ...['pids', 'cycleLog', 'cycle-log'],
];

/** yargs makes a list of an option that is given twice; which one was meant, nobody knows. */
function refuseRepeated(given: Readonly<Record<string, unknown>>): true {
  const repeated = Object.keys(given).filter((key) => Array.isArray(given[key]) && !REPEATABLE.includes(key));
  if (repeated.length === 0) return true;
  throw new HarnessError('USAGE', `--${repeated[0]} was given more than once`, 'Give it once.');
}

/** Parses and runs one command line. Every way it can end is an exit code. */
async function main(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.ok;
  const finish: Finish = async (action) => {
    exitCode = await action(terminal);
  };
  const program = COMMANDS.reduce(
    (parser, command) => command.register(parser, finish),
    yargs()
      .scriptName('mapileak')
      .usage('$0 <command>\n\nReproduces and measures the MAPI heap leak of Microsoft KB 891509.')
      .version(mapileakVersion())
      .help()
      .strict()
      .demandCommand(1, 'which command?')
      .recommendCommands()
      .parserConfiguration({ 'greedy-arrays': false })
      .wrap(Math.min(110, terminal.stdout.columns ?? 100))
      .epilogue(EXIT_CODES)
      .exitProcess(false)
      .check(refuseRepeated)
      .fail((message, error) => {
        // yargs hands over either its own message or what a command threw.
        throw (
          error ?? new HarnessError('USAGE', message, 'See `mapileak --help`, or `mapileak COMMAND --help`.')
        );
      }),
  );
  try {
    await program.parseAsync([...args]);
    return exitCode;
  } catch (error) {
    if (error instanceof HarnessError) {
      showError(terminal, error);
      return error.exitCode;
    }
    const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
    terminal.stderr.write(`mapileak: a fault in mapileak itself; please report it\n${what}\n`);
    return EXIT.fault;
  }
}

// Who reads a pipe may leave before everything is said; that ends no run. A result that could not be written is told.
process.stderr.on('error', () => {});
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') return;
  process.stderr.write(`mapileak: the result could not be written: ${error.message}\n`);
  process.exitCode = EXIT.reportNotWritten;
});

const ended = await main(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  environment: process.env,
});
process.exitCode ??= ended;
