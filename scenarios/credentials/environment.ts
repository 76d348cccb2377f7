import type { OwnSecrets } from '../../native-bindings/windows/own-secrets.ts';
import { credentialsError } from './error.ts';

/** A name nobody would choose as a password; others are not repeated, in case the password was given instead. */
const SURELY_A_NAME = /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/;

/**
 * The value of an environment variable as UTF-8; the variable is deleted.
 * @param secrets takes it without making text of it, which could not be wiped; null where that is not to be had
 */
export function readEnvironmentPassword(
  variable: string,
  environment: Record<string, string | undefined>,
  secrets: Pick<OwnSecrets, 'takeVariable'> | null,
): Buffer {
  const value = secrets === null ? textOf(variable, environment) : secrets.takeVariable(variable);
  if (value === undefined || value.length === 0) {
    const name = SURELY_A_NAME.test(variable) ? variable : 'given as the source of the password';
    const state = value === undefined ? 'not set' : 'empty';
    throw credentialsError('environment', `the environment variable ${name} is ${state}`);
  }
  delete environment[variable];
  return value;
}

function textOf(variable: string, environment: Record<string, string | undefined>): Buffer | undefined {
  const value = Object.hasOwn(environment, variable) ? environment[variable] : undefined;
  return value === undefined ? undefined : Buffer.from(value);
}
