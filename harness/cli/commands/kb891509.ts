import { CLAIMS_REPORTS } from '../../../reports/catalogue.ts';
import { CLAIM_NAMES, type ClaimName } from '../../contract/claims.ts';
import { HarnessError } from '../../contract/errors.ts';
import { CLAIMS_DEFAULTS } from '../../plan/kb891509/experiments.ts';
import type { Command } from '../command.ts';
import { parseClaims, testClaims } from '../kb891509.ts';
import { runCommandOptions, sharedOptions } from './run-options.ts';

export const kb891509Command: Command = {
  register: (yargs, finish) =>
    yargs.command(
      'kb891509',
      'test what the article claims, one verdict a claim',
      (y) =>
        sharedOptions(
          y.option('claim', {
            group: 'What is measured:',
            choices: CLAIM_NAMES,
            array: true,
            describe: 'only this claim; may be repeated',
          }),
          CLAIMS_DEFAULTS,
          CLAIMS_REPORTS,
        )
          .example('$0 kb891509', 'every claim, on the stand-in')
          .example('$0 kb891509 --claim cure --claim cdo', 'two of them')
          .example(
            '$0 kb891509 --mapi system --mailboxes boxes.csv --password-env BOX_PASSWORD',
            'what this machine’s MAPI allows',
          )
          .epilogue('Exit code 0: every tested claim holds; 1: one is refuted; 3: one is inconclusive.'),
      async (args) =>
        finish(
          (terminal) => testClaims(chosenClaims(args.claim), args, runCommandOptions(args), terminal),
          async () => {
            chosenClaims(args.claim);
            parseClaims(args, runCommandOptions(args));
          },
        ),
    ),
};

/** @throws HarnessError USAGE for the option without a value */
function chosenClaims(given: readonly ClaimName[] | undefined): readonly ClaimName[] {
  if (given === undefined) return CLAIM_NAMES;
  if (given.length > 0) return given;
  throw new HarnessError('USAGE', '--claim names no claim', `Give one of ${CLAIM_NAMES.join(', ')}.`);
}
