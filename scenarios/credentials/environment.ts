import { credentialsError } from './error.ts';

/** A name nobody would choose as a password; others are not repeated, in case the password was given instead. */
const SURELY_A_NAME = /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/;

/** The value of an environment variable as UTF-8; the variable is deleted. */
export function readEnvironmentPassword(
  variable: string,
  environment: Record<string, string | undefined>,
): Buffer {
  const value = Object.hasOwn(environment, variable) ? environment[variable] : undefined;
  if (value === undefined || value === '') {
    const name = SURELY_A_NAME.test(variable) ? variable : 'given as the source of the password';
    const state = value === undefined ? 'not set' : 'empty';
    throw credentialsError('environment', `the environment variable ${name} is ${state}`);
  }
  delete environment[variable];
  return Buffer.from(value);
}
