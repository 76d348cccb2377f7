import { DEFAULTS, parseDials } from '../../plan/options.ts';
import { SOAK_DEFAULTS } from '../../plan/soak/options.ts';
import type { Command, CommandLine } from '../command.ts';
import { givenOptions, refuseReplicates } from '../soak/given-options.ts';
import { checkResume, ignoredIn, refuseOtherPlan, resumeAndReport } from '../soak/resume.ts';
import { checkSoak, soakAndReport } from '../soak/soak.ts';
import { armOptions, runCommandOptions } from './run-options.ts';

const SOAK = 'How long it goes on:';

export const soakCommand: Command = {
  register: (yargs, finish) =>
    yargs.command(
      'soak',
      'measure for hours or weeks, in rounds of fresh processes, with a verdict at every checkpoint',
      (y) =>
        armOptions(y, DEFAULTS.arms, {
          ...{ ...DEFAULTS, cycles: null, blockCycles: null },
          ...{ lostHosts: SOAK_DEFAULTS.lostHosts, lengthGroup: SOAK },
        })
          .option('duration', {
            group: SOAK,
            string: true,
            describe: 'how long it lasts, the self-test included: 8h, 14d',
          })
          .option('cycles', {
            group: SOAK,
            number: true,
            describe: 'or how many logons, of all its processes together',
          })
          .option('replicate-cycles', {
            group: SOAK,
            number: true,
            default: SOAK_DEFAULTS.replicateCycles,
            describe: 'logons of each process; a round is one process per arm',
          })
          // It means something of `compare` alone: a soak has rounds.
          .option('replicates', { number: true, default: DEFAULTS.replicates, hidden: true })
          .option('sequential', {
            boolean: true,
            default: false,
            describe: 'one process after the other, not side by side',
          })
          .option('until-settled', {
            group: SOAK,
            boolean: true,
            default: false,
            describe: 'end once the verdict is settled, looked at after 2, 4, 8, ... rounds',
          })
          .option('checkpoint', {
            group: SOAK,
            string: true,
            default: SOAK_DEFAULTS.checkpoint,
            describe: 'time between two verdicts, with result, report.html and --report files written',
          })
          .option('resume', {
            group: SOAK,
            string: true,
            requiresArg: true,
            describe: 'go on with the soak in this run folder, which was cut off or stopped',
          })
          .option('rate', {
            group: SOAK,
            number: true,
            describe: 'most logons a second (default as fast as they go)',
          })
          .option('pause', { group: SOAK, string: true, describe: 'rest between two rounds: 5m' })
          .option('quiet-hours', {
            group: SOAK,
            string: true,
            describe: 'no logons in these, by the local clock: 07:00-19:00',
          })
          .option('rotate-at', {
            group: SOAK,
            string: true,
            default: SOAK_DEFAULTS.rotateAt,
            describe: 'size at which rows are put together; the run folder grows to about three times that',
          })
          .example('$0 soak --duration 8h --expect fixed --report junit=soak.xml', 'a night')
          .example('$0 soak --duration 14d --rate 5 --quiet-hours 07:00-19:00', 'two weeks of nights, gently')
          .example('$0 soak --duration 8h --until-settled', 'at most a night')
          .example('$0 soak --resume runs/2026-01-31T220000Z-soak-extended-logon', 'after a reboot'),
      async (args) =>
        finish(
          async (terminal, line) => {
            const options = runCommandOptions(args);
            refuseGiven(args.resume, line);
            if (args.resume === undefined) return await soakAndReport(args, options, terminal);
            const noticed = line.fromConfig === null ? [] : ignoredIn(line.fromConfig);
            return await resumeAndReport(args.resume, parseDials(args.standIn), options, noticed, terminal);
          },
          async (line) => {
            const options = runCommandOptions(args);
            refuseGiven(args.resume, line);
            if (args.resume === undefined) return await checkSoak(args, options);
            await checkResume(args.resume, parseDials(args.standIn), options);
          },
        ),
    ),
};

/** @throws HarnessError USAGE for an option that a soak, or one that goes on, does not take */
function refuseGiven(resume: string | undefined, { args, fromConfig }: CommandLine): void {
  const given = givenOptions(args);
  if (resume !== undefined) refuseOtherPlan(given);
  else refuseReplicates(new Set([...given, ...(fromConfig?.keys ?? [])]));
}
