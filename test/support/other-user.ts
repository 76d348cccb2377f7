import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NODE } from './command.ts';
import { type HeardChild, heardChild } from './heard-child.ts';
import { temporaryFolder } from './temporary.ts';

const MAIN = fileURLToPath(new URL('../../harness/cli/main.js', import.meta.url));
/** Who may do nothing, on every Unix. */
export const NOBODY = 65_534;
const AS_NOBODY = ['--reuid', String(NOBODY), '--regid', String(NOBODY), '--clear-groups'];

/** Why nothing can be started here as another user; false if it can. To be given to `skip`. */
export const noOtherUser: string | false = ((): string | false => {
  if (process.getuid?.() !== 0) return 'only root starts programs as another user';
  // The program and its packages may lie where others may not look.
  const version = spawnSync('setpriv', [...AS_NOBODY, ...NODE, MAIN, '--version']);
  return version.status === 0 ? false : 'nobody else can start the program here';
})();

/** A run of a user without any rights. */
export interface AsNobody extends HeardChild {
  readonly run: string;
  readonly registry: string;
  /** As Ctrl-C does. */
  interrupt(): void;
}

/** Starts the command with `--out`, as a user who owns the folder above and nothing else. */
export function asNobody(t: { teardown(action: () => void): void }, args: readonly string[]): AsNobody {
  const above = temporaryFolder(t);
  chmodSync(above, 0o755);
  const folder = join(above, 'nobody');
  mkdirSync(folder);
  chownSync(folder, NOBODY, NOBODY);
  const [run, registry] = [join(folder, 'run'), join(folder, 'registry.txt')];
  const child = spawn('setpriv', [...AS_NOBODY, ...NODE, MAIN, ...args, '--out', run], {
    cwd: folder,
    env: { ...process.env, HOME: folder, MAPILEAK_REGISTRY: registry },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  t.teardown(() => child.kill('SIGKILL'));
  return { ...heardChild(child), run, registry, interrupt: () => void child.kill('SIGINT') };
}
