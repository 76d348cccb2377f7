import type { PasswordSource } from '../../../scenarios/credentials/password.ts';
import { HarnessError } from '../../contract/errors.ts';

/** The three ways to give a password; {@link passwordSource} reads them. */
export function passwordOptions(what: string, group: string) {
  return {
    'password-env': { group, string: true, describe: `environment variable that holds ${what}` },
    'password-file': { group, string: true, describe: 'file that holds it, readable by its owner alone' },
    'password-prompt': { group, boolean: true, describe: 'ask for it' },
  } as const;
}

/** What yargs makes of {@link passwordOptions}. */
export interface PasswordArguments {
  readonly passwordEnv?: string | undefined;
  readonly passwordFile?: string | undefined;
  readonly passwordPrompt?: boolean | undefined;
}

/** @throws HarnessError USAGE if more than one source is named */
export function passwordSource(args: PasswordArguments): PasswordSource {
  const sources: PasswordSource[] = [];
  if (args.passwordEnv !== undefined) sources.push({ kind: 'environment', variable: args.passwordEnv });
  if (args.passwordFile !== undefined) sources.push({ kind: 'file', path: args.passwordFile });
  if (args.passwordPrompt === true) sources.push({ kind: 'prompt' });
  if (sources.length > 1) {
    throw new HarnessError(
      'USAGE',
      'more than one source of the password was given',
      'Keep one of --password-env, --password-file and --password-prompt.',
    );
  }
  return sources[0] ?? { kind: 'none' };
}
