import { resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { EXIT, type ExitCode, HarnessError } from '../../contract/errors.ts';
import { cautionsFor, requireSchedulable, resumeCommand } from '../../plan/schedule/command.ts';
import { type Job, SCHEDULER_KINDS, type SchedulerKind } from '../../plan/schedule/job.ts';
import type { InstallOptions } from '../../plan/schedule/options.ts';
import type { CommandLine } from '../command.ts';
import { configFileIn } from '../config/config-arguments.ts';
import { readConfigFile } from '../config/config-file.ts';
import { showNote } from '../messages.ts';
import type { Terminal } from '../terminal.ts';
import { type Installed, type Piece, schedulerOf, usualKind } from './scheduler.ts';

/** Whether something is done, or only said. */
export interface Consent {
  readonly dryRun: boolean;
  readonly yes: boolean;
}

/**
 * Shows what will be written and where, and writes it if that is wanted.
 * @param command what is to be started, and how such a command line is checked
 * @throws HarnessError USAGE for a command that may not be scheduled, or as the command itself for one that cannot start
 */
export async function installJob(
  options: InstallOptions,
  { args: command, check }: Pick<CommandLine, 'args' | 'check'>,
  consent: Consent,
  terminal: Terminal,
): Promise<ExitCode> {
  const { job, starts } = jobOf(options, command);
  for (const each of starts) await requireStartable(each, check);
  const scheduler = schedulerOf(options.kind ?? usualKind(), options.system);
  show(scheduler.pieces(job), terminal);
  for (const note of [...scheduler.notes(job), ...cautionsFor(command, terminal.environment)]) {
    showNote(terminal, `Note: ${note}`);
  }
  if (consent.dryRun) return EXIT.ok;
  if (!(await agreed('Write this?', consent, terminal))) return unchanged(terminal);
  await scheduler.install(job);
  showNote(
    terminal,
    `Installed: ${job.name} (${scheduler.kind}). Take it away with: ${removal(options, scheduler.kind)}`,
  );
  return EXIT.ok;
}

function removal({ name, system }: InstallOptions, kind: SchedulerKind): string {
  return `mapileak schedule remove --name ${name} --kind ${kind}${system ? ' --system' : ''}`;
}

/** @throws the error of the command, which it would die of at night */
async function requireStartable(args: readonly string[], check: CommandLine['check']): Promise<void> {
  try {
    await check(args);
  } catch (error) {
    if (!(error instanceof HarnessError)) throw error;
    const what = `${args[0]} could not be started like that: ${error.message}`;
    throw new HarnessError(error.code, what, error.remedy, { cause: error });
  }
}

interface Scheduled {
  readonly job: Job;
  /** The commands that can be tried now: the folder of a soak that a scheduled start makes can not be resumed yet. */
  readonly starts: readonly (readonly string[])[];
}

function jobOf({ at, name, onBoot, system }: InstallOptions, command: readonly string[]): Scheduled {
  if (at !== null || command.length > 0) requireSchedulable(command);
  const resumed = onBoot === undefined ? null : resumeCommand(onBoot, command, at !== null, outIn(command));
  if (resumed !== null) requireSchedulable(resumed);
  const script = resolve(process.argv[1] ?? '');
  const startOf = (args: readonly string[]) => ({ program: process.execPath, args: [script, ...args] });
  const job: Job = {
    name,
    timed: at === null ? null : { at, start: startOf(command) },
    atBoot: resumed === null ? null : startOf(resumed),
    folder: process.cwd(),
    system,
  };
  return { job, starts: at !== null ? [command] : resumed === null ? [] : [resumed] };
}

/** The run folder that a command's `--config` file names. @throws HarnessError INPUT_FILE */
function outIn(command: readonly string[]): string | null {
  const file = configFileIn(command);
  const out = file === undefined ? undefined : readConfigFile(file).values.get('out');
  return typeof out === 'string' ? out : null;
}

/** Shows what was written under a name, and takes it away if that is wanted. */
export async function removeJob(
  {
    kind = usualKind(),
    name,
    system,
  }: { readonly kind?: SchedulerKind | undefined; readonly name: string; readonly system: boolean },
  consent: Consent,
  terminal: Terminal,
): Promise<ExitCode> {
  const scheduler = schedulerOf(kind, system);
  const found = (await scheduler.installed()).find((each) => each.name === name);
  if (found === undefined) {
    throw new HarnessError(
      'USAGE',
      `no job ${name} was installed here by mapileak schedule (${kind}${system ? ', --system' : ''})`,
      'See `mapileak schedule show`.',
    );
  }
  show(found.pieces, terminal);
  if (consent.dryRun) return EXIT.ok;
  if (!(await agreed('Take this away?', consent, terminal))) return unchanged(terminal);
  await scheduler.remove(name);
  showNote(terminal, `Removed: ${name} (${kind}).`);
  return EXIT.ok;
}

/** Shows what is installed, of one kind or of all that this machine has. */
export async function showJobs(
  kind: SchedulerKind | undefined,
  name: string | undefined,
  terminal: Terminal,
): Promise<ExitCode> {
  const jobs: Installed[] = [];
  for (const each of kind === undefined ? SCHEDULER_KINDS : [kind]) {
    for (const system of each === 'systemd' ? [false, true] : [false]) {
      const found = schedulerOf(each, system).installed();
      // What was not asked for by name may not be there.
      jobs.push(...(await (kind === undefined ? found.catch(noneIfAbsent) : found)));
    }
  }
  const shown = jobs.filter((job) => name === undefined || job.name === name);
  if (shown.length === 0) showNote(terminal, 'Nothing is installed by mapileak schedule.');
  for (const { pieces } of shown) show(pieces, terminal);
  return EXIT.ok;
}

function noneIfAbsent(error: unknown): readonly Installed[] {
  if (error instanceof HarnessError && error.code === 'SCHEDULER') return [];
  throw error;
}

function show(pieces: readonly Piece[], { stdout }: Terminal): void {
  for (const { place, text } of pieces)
    stdout.write(`── ${place}\n${text}${text.endsWith('\n') ? '' : '\n'}\n`);
}

function unchanged(terminal: Terminal): ExitCode {
  showNote(terminal, 'Nothing was changed.');
  return EXIT.stopped;
}

/** @throws HarnessError USAGE where nobody can be asked */
async function agreed(question: string, { yes }: Consent, { stderr }: Terminal): Promise<boolean> {
  if (yes) return true;
  if (!process.stdin.isTTY || !stderr.isTTY) {
    throw new HarnessError(
      'USAGE',
      'nothing was changed: nobody can be asked here',
      'Give --yes to go on, or --dry-run to look only.',
    );
  }
  const lines = createInterface({ input: process.stdin, output: stderr });
  try {
    // Ctrl-C and the end of input answer nothing, which is no.
    const closed = new Promise<string>((resolved) => lines.once('close', () => resolved('')));
    const answer = await Promise.race([lines.question(`${question} [y/N] `), closed]);
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    lines.close();
  }
}
