import { HarnessError } from '../../contract/errors.ts';
import { DEFAULTS } from '../../plan/options.ts';
import { checkMailboxList, requireMailboxes } from '../check-mailboxes.ts';
import type { Command } from '../command.ts';
import {
  FFI_OPTION,
  HANG_TIMEOUT_OPTION,
  LOGON_OPTIONS,
  PROVIDER_OPTIONS,
  REGISTRY_OPTION,
} from './common-options.ts';
import { passwordOptions, passwordSource } from './password-options.ts';

const WHO = 'Mailboxes and users:';
const HOW = 'How they are tried:';
const PAUSE_MS = 500;
const MAX_PAUSE_MS = 3_600_000;

export const mailboxesCheckCommand: Command = {
  register: (yargs, finish) =>
    yargs.command(
      'check [mailbox-file]',
      'log on to each mailbox of a list once, and say which ones fail',
      (y) =>
        y
          .positional('mailbox-file', {
            type: 'string',
            describe: 'CSV file: mailbox, user, domain, server, legacyDn',
          })
          .option('scenario', {
            group: HOW,
            string: true,
            default: DEFAULTS.scenario,
            describe: 'what is tried: a scenario, or a module file',
          })
          .option('mapi', { ...PROVIDER_OPTIONS.mapi, group: HOW })
          .option('stand-in', { ...PROVIDER_OPTIONS['stand-in'], group: HOW })
          .option('mailbox-count', {
            group: WHO,
            number: true,
            describe: 'mailboxes to generate without a file, for the stand-in',
          })
          .options(LOGON_OPTIONS)
          .options(passwordOptions('the password', WHO))
          .option('max-refusals', {
            group: HOW,
            number: true,
            default: 1,
            describe: 'end after so many refused passwords, before accounts are locked',
          })
          .option('pause-ms', {
            group: HOW,
            alias: 'pause',
            number: true,
            default: PAUSE_MS,
            describe: 'milliseconds to wait between two mailboxes',
          })
          .option('hang-timeout', { ...HANG_TIMEOUT_OPTION, group: HOW })
          .option('ffi', { ...FFI_OPTION, group: HOW })
          .option('registry', { ...REGISTRY_OPTION, group: HOW })
          .option('out', { string: true, describe: 'new CSV file for the mailboxes that can be used' })
          .option('json', { boolean: true, default: false, describe: 'print JSON instead of the summary' })
          .option('quiet', {
            boolean: true,
            default: false,
            describe: 'nothing on stderr but errors, and a registry that was repaired',
          })
          .example(
            '$0 mailboxes check boxes.csv --mapi system --password-prompt --out good.csv',
            'before a run: which mailboxes work',
          )
          .example('$0 mailboxes check --mailbox-count 5', 'on the stand-in')
          .epilogue(
            'Exit code 0: every mailbox can be used; 1: some cannot; 4: a refused password, or no MAPI; 5: the session host died or hung; 6: stopped.',
          ),
      async (args) =>
        finish(async (terminal) => {
          const { json, maxRefusals, out, pauseMs, quiet, registry } = args;
          const mailboxes = args.mailboxFile;
          requireMailboxes(mailboxes, args.mailboxCount);
          if (!Number.isInteger(maxRefusals) || maxRefusals < 1) {
            throw outOfRange('--max-refusals is a whole number from 1 up');
          }
          if (!(pauseMs >= 0 && pauseMs <= MAX_PAUSE_MS)) {
            throw outOfRange(`--pause-ms is a number from 0 to ${MAX_PAUSE_MS}`);
          }
          return await checkMailboxList(
            { ...args, mailboxes },
            { password: passwordSource(args), pauseMs, maxRefusals, out, json, quiet, registry },
            terminal,
          );
        }),
    ),
};

function outOfRange(what: string): HarnessError {
  return new HarnessError('USAGE', what, 'See `mapileak mailboxes check --help`.');
}
