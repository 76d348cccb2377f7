import { spawn, spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Test } from 'tap';
import { captureState, putStateBack } from '../../harness/execute/registry-state.ts';
import { POINTER_BYTES } from '../../native-bindings/ffi/words.ts';
import type { Registry, ValueName } from '../../native-bindings/windows/registry.ts';
import type { RegistryView } from '../../native-bindings/windows/registry-keys.ts';
import type { Ended } from './command.ts';
import { temporaryFolder } from './temporary.ts';

interface Teardown {
  teardown(action: () => void): void;
}

const MAIN = fileURLToPath(new URL('../../harness/cli/main.js', import.meta.url));

/** For tests of what only Windows has, be it Wine. */
export const ON_WINDOWS: { readonly skip?: string } =
  process.platform === 'win32' ? {} : { skip: 'needs Windows, or Wine' };

/** Runs a program to its end. Its output goes through files: under Wine inherited pipes fail. */
export function runToFiles(
  t: Teardown,
  program: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Ended {
  const folder = temporaryFolder(t);
  const files = ['stdout', 'stderr'].map((name) => join(folder, name));
  const descriptors = files.map((file) => openSync(file, 'w'));
  try {
    const { status, error } = spawnSync(program, args, {
      stdio: ['ignore', ...descriptors],
      env: { ...process.env, ...environment },
    });
    if (error !== undefined) throw error;
    const [stdout = '', stderr = ''] = files.map((file) => readFileSync(file, 'utf8'));
    return { code: status, stdout, stderr };
  } finally {
    descriptors.forEach(closeSync);
  }
}

/** For tests of the stand-in's libwin32. */
export const ELSEWHERE = process.platform === 'win32' ? { skip: 'is about the stand-in for Windows' } : {};

/**
 * Runs the regedit of the system's own bitness, as a person would from the desktop. A 32-bit process reaches it
 * through Sysnative alone: by its path it would get the 32-bit one ("File System Redirector").
 */
export function regedit(t: Teardown, registry: Registry, ...args: readonly string[]): Ended {
  const folder = POINTER_BYTES === 4 && registry.views.length === 2 ? 'Sysnative' : 'System32';
  const cmd = join(process.env['SystemRoot'] ?? 'C:\\Windows', folder, 'cmd.exe');
  return runToFiles(t, cmd, ['/c', 'regedit', ...args]);
}

/** The built command, with a state directory of its own. */
export function mapileakOnWindows(t: Teardown): (...args: readonly string[]) => Ended {
  const state = temporaryFolder(t);
  return (...args) => runToFiles(t, process.execPath, [MAIN, ...args], { LOCALAPPDATA: state });
}

/** A run on Windows, with a folder and a state directory of its own. */
export interface WindowsPlace {
  /** The run folder. */
  readonly run: string;
  /** Runs the command to its end. */
  mapileak(...args: readonly string[]): Ended;
  /** Starts the command; it ends with the test at the latest. */
  start(...args: readonly string[]): { readonly pid: number; readonly ended: Promise<Ended> };
}

export function windowsPlace(t: Test): WindowsPlace {
  const folder = temporaryFolder(t);
  const environment = { LOCALAPPDATA: join(folder, 'state') };
  return {
    run: join(folder, 'run'),
    mapileak: (...args) => runToFiles(t, process.execPath, [MAIN, ...args], environment),
    start: (...args) => {
      const files = ['stdout', 'stderr'].map((name) => join(folder, name));
      const outputs = files.map((file) => openSync(file, 'w'));
      const child = spawn(process.execPath, [MAIN, ...args], {
        stdio: ['ignore', ...outputs],
        env: { ...process.env, ...environment },
      });
      outputs.forEach(closeSync);
      t.teardown(() => child.kill('SIGKILL'));
      const ended = new Promise<Ended>((resolve) => {
        child.on('exit', (code) => {
          const [stdout = '', stderr = ''] = files.map((file) => readFileSync(file, 'utf8'));
          resolve({ code, stdout, stderr });
        });
      });
      return { pid: child.pid ?? 0, ended };
    },
  };
}

/** What reg.exe prints of a key below HKEY_LOCAL_MACHINE; empty if there is none. */
export function regQuery(t: Teardown, view: RegistryView, key: string): string {
  const { code, stdout } = runToFiles(t, 'reg.exe', [
    'query',
    `HKLM\\${key}`,
    view === '64-bit' ? '/reg:64' : '/reg:32',
  ]);
  return code === 0 ? stdout : '';
}

/** Whatever a test does to these values and their keys, they stand as before when it is over. */
export function keepRegistry(t: Teardown, registry: Registry, names: readonly ValueName[]): void {
  const state = captureState(registry, names);
  t.teardown(() => putStateBack(registry, state));
}
