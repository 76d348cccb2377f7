import { tmpdir } from 'node:os';
import { POINTER_BYTES } from '../ffi/words.ts';
import { Registry } from '../windows/registry.ts';
import { textOf } from '../windows/registry-values.ts';
import type { Windows } from '../windows/windows.ts';

const SUBSYSTEM_KEY = 'SOFTWARE\\Microsoft\\Windows Messaging Subsystem';

/**
 * Where MAPI keeps the files of temporary profiles, *.mmp: what ProfileDirectory says in the registry, else the
 * Windows folder (KB 166599, KB 891425). The stand-in on Linux takes the folder for temporary files.
 */
export function profileFolder(
  windows: Windows,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  const view = POINTER_BYTES === 4 ? '32-bit' : '64-bit';
  const value = new Registry(windows).read(view, SUBSYSTEM_KEY, 'ProfileDirectory');
  const folder = value === null ? undefined : textOf(value);
  if (folder !== undefined && folder !== '') return folder;
  return process.platform === 'win32' ? (environment['WINDIR'] ?? 'C:\\Windows') : tmpdir();
}
