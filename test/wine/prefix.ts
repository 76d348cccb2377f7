import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { WindowsArch } from '../../packaging/windows-arch.ts';
import { prefixFolder } from './places.ts';

/** Variables for a Wine program in the prefix of a bitness. */
export function wineEnvironment(arch: WindowsArch): NodeJS.ProcessEnv {
  return { ...process.env, WINEPREFIX: prefixFolder(arch), WINEDEBUG: '-all' };
}

/** Makes the prefix unless it is there: a Windows 10, or Node refuses to start. */
export async function makePrefix(arch: WindowsArch): Promise<void> {
  const folder = prefixFolder(arch);
  const complete = join(folder, 'made.txt');
  if (existsSync(complete) && (arch === 'x64' || hasHalfFor32Bits(folder))) return;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await wine(arch, 'wineboot', '-i');
  await wine(arch, 'winecfg', '-v', 'win10');
  await writeFile(complete, '');
}

/** Lacking in a prefix that was made before the 32-bit half of Wine was installed. */
function hasHalfFor32Bits(prefix: string): boolean {
  return existsSync(join(prefix, 'drive_c', 'windows', 'syswow64', 'cmd.exe'));
}

/** Ends everything that runs in the prefix. */
export async function endPrefix(arch: WindowsArch): Promise<void> {
  await run('wineserver', ['-k'], wineEnvironment(arch));
}

async function wine(arch: WindowsArch, ...args: readonly string[]): Promise<void> {
  const code = await run('wine', args, wineEnvironment(arch));
  if (code !== 0) throw new Error(`wine ${args.join(' ')} ended with exit code ${code}`);
}

async function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<number | null> {
  const child = spawn(program, [...args], { stdio: 'ignore', env });
  return await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', resolve);
  });
}
