import { resolve } from 'node:path';
import { HarnessError } from '../../contract/errors.ts';
import { bundleRun } from '../bundle/bundle.ts';
import type { Command } from '../command.ts';
import { passwordOptions, passwordSource } from './password-options.ts';

export const bundleCommand: Command = {
  register: (yargs, finish) =>
    yargs.command(
      'bundle <run>',
      'a zip of a run folder for a support case, in which nobody is named',
      (y) =>
        y
          .positional('run', {
            type: 'string',
            demandOption: true,
            describe: 'run folder, or folder of claims',
          })
          .option('out', {
            string: true,
            describe: 'zip to write (default <run>.bundle.zip, beside the folder)',
          })
          .option('map', {
            string: true,
            describe:
              'file for the map from aliases to names (default <run>.aliases.json, beside the folder)',
          })
          .option('hide', {
            string: true,
            array: true,
            default: [],
            describe: 'a further text to replace, such as the name of a customer; may be repeated',
          })
          .options(passwordOptions('a password that must not be in it', 'Secrets to search for:'))
          .option('json', { boolean: true, default: false, describe: 'print what is in it as JSON' })
          .example(
            '$0 bundle runs/2026-01-31T080910Z-extended-logon',
            'mailboxes, users, hosts and paths get aliases',
          )
          .example('$0 bundle RUN --hide Contoso --out case-4711.zip', 'and so does the customer'),
      async (args) =>
        finish((terminal) => {
          const { hide, json, map, out, run } = args;
          refuseMapAsBundle(out, map);
          return bundleRun({ run, out, map, hide, json, password: passwordSource(args) }, terminal);
        }),
    ),
};

/** Who sends the zip away would send every name with it. */
function refuseMapAsBundle(out: string | undefined, map: string | undefined): void {
  if (out === undefined || map === undefined || resolve(out) !== resolve(map)) return;
  throw new HarnessError(
    'USAGE',
    `--out and --map both name ${out}`,
    'Name another file for the map, which tells who is meant and stays here.',
  );
}
