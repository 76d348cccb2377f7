#!/usr/bin/env node
import yargs, { type Argv } from 'yargs';
import { EXIT, type ExitCode, HarnessError } from '../contract/errors.ts';
import { mapileakVersion } from '../execute/environment.ts';
import type { Command, CommandLine, Finish } from './command.ts';
import { withConfig } from './config/with-config.ts';
import { showError } from './messages.ts';
import { refusePasswordArguments, withoutPassword } from './password-arguments.ts';
import { refuseRepeated } from './refuse-repeated.ts';
import type { Terminal } from './terminal.ts';

/** In the order of `--help`. Only the one that is asked for is loaded: starting costs time, and much of it under Wine. */
const COMMANDS: ReadonlyMap<string, () => Promise<Command>> = new Map(
  Object.entries({
    compare: async () => (await import('./commands/compare.ts')).compareCommand,
    run: async () => (await import('./commands/run.ts')).runCommand,
    kb891509: async () => (await import('./commands/kb891509.ts')).kb891509Command,
    soak: async () => (await import('./commands/soak.ts')).soakCommand,
    doctor: async () => (await import('./commands/doctor.ts')).doctorCommand,
    scenarios: async () => (await import('./commands/scenarios.ts')).scenariosCommand,
    mailboxes: async () => (await import('./commands/mailboxes.ts')).mailboxesCommand,
    flag: async () => (await import('./commands/flag.ts')).flagCommand,
    attach: async () => (await import('./commands/attach.ts')).attachCommand,
    analyse: async () => (await import('./commands/analyse.ts')).analyseCommand,
    report: async () => (await import('./commands/report.ts')).reportCommand,
    diff: async () => (await import('./commands/diff.ts')).diffCommand,
    history: async () => (await import('./commands/history.ts')).historyCommand,
    serve: async () => (await import('./commands/serve.ts')).serveCommand,
    schedule: async () => (await import('./commands/schedule.ts')).scheduleCommand,
    bundle: async () => (await import('./commands/bundle.ts')).bundleCommand,
  }),
);

/** The command that is named first; all of them where help is asked for, or nobody knows what was meant. */
async function commandsFor([first = '']: readonly string[]): Promise<readonly Command[]> {
  const named = COMMANDS.get(first);
  return await Promise.all((named === undefined ? [...COMMANDS.values()] : [named]).map((load) => load()));
}

const EXIT_CODES = `Exit codes:
   0  finished, conclusive, and as expected
   1  finished, expectation or threshold not met
   2  wrong command line, config or input file
   3  inconclusive
   4  environment: no MAPI, no rights, flag not effective
   5  the session host died or hung
   6  stopped from outside; partial results kept
   7  measured, but a report could not be written
  70  fault in mapileak itself`;

const CONFIG_OPTION = {
  string: true,
  requiresArg: true,
  describe: 'JSON file of options, {"cycles": 2000}; the command line wins',
} as const;

/** The parser of all commands that a command line may mean. @param finish does what the command says, or does not */
async function parserFor(args: readonly string[], terminal: Terminal, finish: Finish): Promise<Argv> {
  return (await commandsFor(args)).reduce<Argv>(
    (parser, command) => command.register(parser, finish),
    yargs()
      .scriptName('mapileak')
      .usage('$0 <command>\n\nReproduces and measures the MAPI heap leak of Microsoft KB 891509.')
      .version(mapileakVersion())
      .option('config', CONFIG_OPTION)
      .help()
      .strict()
      .demandCommand(1, 'which command?')
      .recommendCommands()
      .parserConfiguration({ 'greedy-arrays': false })
      .wrap(Math.min(110, terminal.stdout.columns ?? 100))
      .epilogue(EXIT_CODES)
      .exitProcess(false)
      .check(() => {
        refuseRepeated(args);
        return true;
      })
      .fail((message, error) => {
        // yargs hands over either its own message or what a command threw.
        if (error !== undefined && error !== null && error.name !== 'YError') throw error;
        const told = withoutPassword(message ?? error?.message, args);
        throw new HarnessError('USAGE', told, 'See `mapileak --help`, or `mapileak COMMAND --help`.');
      }),
  );
}

/** Parses a command line, with the options of its `--config` file in it, and finishes it. @throws HarnessError */
async function follow(
  args: readonly string[],
  terminal: Terminal,
  finishOf: (line: CommandLine) => Finish,
): Promise<void> {
  refusePasswordArguments(args);
  const parse = async (tried: readonly string[]) =>
    await (await parserFor(tried, terminal, async () => {})).parseAsync([...tried]);
  const { explain, fromConfig, ...configured } = await withConfig(args, parse);
  const line = { args, fromConfig, check: (other: readonly string[]) => checkOnly(other, terminal) };
  try {
    await (await parserFor(configured.args, terminal, finishOf(line))).parseAsync([...configured.args]);
  } catch (error) {
    throw error instanceof HarnessError ? explain(error) : error;
  }
}

/** @throws HarnessError as the command would before it does anything */
async function checkOnly(args: readonly string[], terminal: Terminal): Promise<void> {
  await follow(args, terminal, (line) => async (_action, check) => await check?.(line));
}

/** Parses and runs one command line. Every way it can end is an exit code. */
async function main(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.ok;
  try {
    await follow(args, terminal, (line) => async (action) => {
      exitCode = await action(terminal, line);
    });
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
