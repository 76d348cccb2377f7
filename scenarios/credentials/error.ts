import { HarnessError } from '../../harness/contract/errors.ts';

/** The sources that yield a password. */
export type SecretKind = 'environment' | 'file' | 'prompt';

const REMEDIES = {
  environment:
    'Put the password into an environment variable and give the name of the variable, or use a password file or the prompt.',
  file: 'Put the password, and nothing else, into a file that only you can read (chmod 600), or use an environment variable or the prompt.',
  prompt: 'Use an environment variable or a password file, or run the command again in a terminal.',
} as const satisfies Record<SecretKind, string>;

/**
 * Never contains what the user gave, nor a cause that might: names are given where passwords are expected, and
 * passwords where names are.
 */
export function credentialsError(kind: SecretKind, what: string): HarnessError {
  return new HarnessError('PASSWORD_SOURCE', what, REMEDIES[kind]);
}
