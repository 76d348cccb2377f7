import { spawn, spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { WINDOWS_ARCHS, type WindowsArch } from '../../packaging/windows-arch.ts';
import type { Ended } from './command.ts';

/** cmd.exe of a bitness, in the prefix that `WINEPREFIX` names. Both are there in a prefix for 32 and 64 bits. */
const CMD: Readonly<Record<WindowsArch, string>> = {
  ia32: 'C:\\windows\\syswow64\\cmd.exe',
  x64: 'C:\\windows\\system32\\cmd.exe',
};

const PROOF_OF_LIFE = 7;

/** Why programs of this bitness cannot run here, or false if they can: a reason to skip a test. */
export function whyNoWine(arch: WindowsArch, environment: NodeJS.ProcessEnv = process.env): string | false {
  if (environment['WINEPREFIX'] === undefined) return 'WINEPREFIX names no Wine prefix';
  const { error, status } = spawnSync('wine', [CMD[arch], '/c', 'exit', String(PROOF_OF_LIFE)], {
    stdio: 'ignore',
    env: environment,
  });
  if (error !== undefined) return 'Wine is not installed';
  return status === PROOF_OF_LIFE ? false : `this Wine does not run ${arch} programs`;
}

/** Runs a program of Windows to its end. Node for Windows needs files where it writes to, under Wine. */
export async function wine(args: readonly string[], folder: string, logs: string): Promise<Ended> {
  const names = ['stdout.log', 'stderr.log'].map((name) => join(logs, name));
  const outputs = names.map((name) => openSync(name, 'w'));
  try {
    const child = spawn('wine', [...args], { cwd: folder, stdio: ['ignore', ...outputs] });
    const code = await new Promise<number | null>((resolve, reject) => {
      child.on('error', reject);
      child.on('exit', resolve);
    });
    const [stdout = '', stderr = ''] = names.map((name) => readFileSync(name, 'utf8'));
    return { code, stdout, stderr };
  } finally {
    for (const output of outputs) closeSync(output);
  }
}

/** The bitnesses that a test is to run: the one that `MAPILEAK_WINE_ARCH` names, or both. */
export function archsUnderTest(): readonly WindowsArch[] {
  const named = WINDOWS_ARCHS.filter((arch) => arch === process.env['MAPILEAK_WINE_ARCH']);
  return named.length > 0 ? named : WINDOWS_ARCHS;
}
