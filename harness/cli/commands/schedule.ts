import { SCHEDULER_KINDS } from '../../plan/schedule/job.ts';
import { parseInstallOptions } from '../../plan/schedule/options.ts';
import type { Command } from '../command.ts';
import { installJob, removeJob, showJobs } from '../schedule/schedule.ts';

const NAME_OPTION = { string: true, describe: 'tells this job from others' } as const;
const KIND_OPTION = {
  choices: SCHEDULER_KINDS,
  describe: 'scheduler (default: task-scheduler on Windows, systemd where it runs, else cron)',
} as const;
const SYSTEM_OPTION = {
  boolean: true,
  default: false,
  describe: 'of the machine, not of this user: /etc/systemd/system, or the account SYSTEM',
} as const;
const CONSENT_OPTIONS = {
  yes: { boolean: true, default: false, describe: 'do not ask' },
  'dry-run': { boolean: true, default: false, describe: 'show it only' },
} as const;
const DEFAULT_NAME = 'nightly';

/** What stands after `schedule install ... --`, as it was typed: yargs makes numbers of words. */
function commandIn(args: readonly string[]): readonly string[] {
  const at = args.indexOf('--');
  return at < 0 ? [] : args.slice(at + 1);
}

const installCommand: Command = {
  register: (yargs, finish) =>
    yargs.command(
      'install',
      'have a mapileak command started at fixed times; shows first what will be written, and where',
      (y) =>
        y
          .usage('$0 schedule install --at HH:MM [options] -- COMMAND ...')
          .option('at', { string: true, describe: 'HH:MM by the local clock' })
          .option('days', { string: true, default: 'daily', describe: 'daily, or a list such as mon,fri' })
          .option('on-boot', {
            string: true,
            describe:
              'after a reboot go on with the soak in this run folder (default: its --out); it cannot follow ' +
              'nightly soaks, each of which has a folder of its own',
          })
          .option('name', { ...NAME_OPTION, default: DEFAULT_NAME })
          .option('kind', KIND_OPTION)
          .option('system', SYSTEM_OPTION)
          .options(CONSENT_OPTIONS)
          .example('$0 schedule install --at 22:00 --days mon,fri -- soak --duration 8h', 'two nights a week')
          .example('$0 schedule install --on-boot runs/week --name week', 'go on with a soak after a reboot'),
      async (args) =>
        finish((terminal, line) =>
          installJob(parseInstallOptions(args), { ...line, args: commandIn(line.args) }, args, terminal),
        ),
    ),
};

const removeCommand: Command = {
  register: (yargs, finish) =>
    yargs.command(
      'remove',
      'take away what install has written, and nothing else',
      (y) =>
        y
          .option('name', { ...NAME_OPTION, default: DEFAULT_NAME })
          .option('kind', KIND_OPTION)
          .option('system', SYSTEM_OPTION)
          .options(CONSENT_OPTIONS),
      async (args) => finish((terminal) => removeJob(args, args, terminal)),
    ),
};

const showCommand: Command = {
  register: (yargs, finish) =>
    yargs.command(
      'show',
      'show what is installed',
      (y) => y.option('name', NAME_OPTION).option('kind', KIND_OPTION),
      async (args) => finish((terminal) => showJobs(args.kind, args.name, terminal)),
    ),
};

export const scheduleCommand: Command = {
  register: (yargs, finish) =>
    yargs.command('schedule', 'start a command nightly or weekly, by the system’s scheduler', (y) =>
      [installCommand, removeCommand, showCommand]
        .reduce((parser, action) => action.register(parser, finish), y)
        .demandCommand(1, 'which of install, remove and show?'),
    ),
};
