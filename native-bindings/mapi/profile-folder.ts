import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { HarnessError, messageOf } from '../../harness/contract/errors.ts';
import { POINTER_BYTES } from '../ffi/words.ts';
import { Registry } from '../windows/registry.ts';
import { REG_EXPAND_SZ, textOf } from '../windows/registry-values.ts';
import type { Windows } from '../windows/windows.ts';
import { expandVariables } from './registration.ts';

const SUBSYSTEM_KEY = 'SOFTWARE\\Microsoft\\Windows Messaging Subsystem';
const VIEW = POINTER_BYTES === 4 ? '32-bit' : '64-bit';
const FILE = /\.mmp$/i;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Where MAPI keeps the files of temporary profiles, *.mmp: what ProfileDirectory says in the registry, else the
 * Windows folder (KB 166599, KB 891425). The stand-in on Linux takes the folder for temporary files.
 */
export function profileFolder(windows: Windows, environment: Environment): string {
  const value = new Registry(windows).read(VIEW, SUBSYSTEM_KEY, 'ProfileDirectory');
  const text = value === null ? undefined : textOf(value);
  if (text !== undefined && text !== '') {
    return value?.type === REG_EXPAND_SZ ? expandVariables(text, environment) : text;
  }
  return process.platform === 'win32' ? (environment['WINDIR'] ?? 'C:\\Windows') : tmpdir();
}

/**
 * The names of the .mmp files there, without their suffix.
 * @throws HarnessError MAPI_ENVIRONMENT if the folder cannot be read
 */
export function profileFiles(folder: string): readonly string[] {
  try {
    return readdirSync(folder).flatMap((file) => (FILE.test(file) ? [file.replace(FILE, '')] : []));
  } catch (error) {
    throw new HarnessError(
      'MAPI_ENVIRONMENT',
      `The folder for the files of temporary profiles cannot be read: ${messageOf(error)}.`,
      `Make the folder ${folder}, or name another in the value ProfileDirectory of HKLM\\${SUBSYSTEM_KEY} ` +
        `(${VIEW} view), which MAPI reads too.`,
      { cause: error },
    );
  }
}
