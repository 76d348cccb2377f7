import type { Command } from '../command.ts';
import { mailboxesCheckCommand } from './mailboxes-check.ts';
import { mailboxesFromAdCommand } from './mailboxes-from-ad.ts';

const ACTIONS: readonly Command[] = [mailboxesFromAdCommand, mailboxesCheckCommand];

export const mailboxesCommand: Command = {
  register: (yargs, finish) =>
    yargs.command('mailboxes', 'make a list of mailboxes from a directory, or try each of a list', (y) =>
      ACTIONS.reduce((parser, action) => action.register(parser, finish), y).demandCommand(
        1,
        'which of from-ad and check?',
      ),
    ),
};
