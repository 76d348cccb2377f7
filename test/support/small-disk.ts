import { spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from './temporary.ts';

const MAIN = fileURLToPath(new URL('../../harness/cli/main.js', import.meta.url));

/** A mount of its own needs root, or a user namespace in which one is. */
const AS_ROOT = process.getuid?.() === 0 ? [] : ['-r'];

/** Why there are no small disks here; false if there are. To be given to `skip`. */
export const noSmallDisk: string | false =
  spawnSync('unshare', [...AS_ROOT, '-m', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0
    ? false
    : 'this system lets nobody here mount a small disk';

/**
 * Mounts a small disk that nobody else sees, fills it but for some KiB, runs a program, and copies what is on the disk to
 * where all see it. While the file `room` is there, there is room.
 */
const SCRIPT = `
mount -t tmpfs -o size=8m tmpfs "$DISK" || exit 99
head -c "$((8192 - LEFT))K" /dev/zero > "$DISK/filler"
(while sleep 0.05; do [ -e "$ROOM" ] && rm -f "$DISK/filler" && exit; done) &
watcher=$!
"$@" &
child=$!
trap 'kill -INT "$child"' INT
wait "$child"; code=$?
while kill -0 "$child" 2>/dev/null; do wait "$child"; code=$?; done
kill "$watcher"
cp -a "$DISK/run" "$COPY"
exit "$code"
`;

export interface OnSmallDisk {
  /** Where what was on the disk is, once it has ended. */
  readonly copy: string;
  readonly registry: string;
  readonly ended: Promise<{ readonly code: number | null; readonly stderr: string; readonly stdout: string }>;
  makeRoom(): void;
  /** As Ctrl-C does. */
  interrupt(): void;
  /** Resolves when it has said something on stderr. */
  says(what: RegExp): Promise<void>;
}

/** Starts the command with `--out` on a disk with so little room. */
export function onSmallDisk(
  t: { teardown(action: () => void): void },
  leftKiB: number,
  args: readonly string[],
): OnSmallDisk {
  const folder = temporaryFolder(t);
  const disk = temporaryFolder(t);
  const [copy, registry, room] = ['copy', 'registry.txt', 'room'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  const command = [process.execPath, MAIN, ...args, '--out', join(disk, 'run')];
  const child = spawn('unshare', [...AS_ROOT, '-m', 'bash', '-c', SCRIPT, 'sh', ...command], {
    cwd: folder,
    env: {
      ...process.env,
      ...{ COPY: copy, DISK: disk, LEFT: String(leftKiB), ROOM: room, MAPILEAK_REGISTRY: registry },
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  t.teardown(() => child.kill('SIGKILL'));
  let stderr = '';
  let stdout = '';
  let told: () => void = () => {};
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    told();
  });
  return {
    copy,
    registry,
    ended: new Promise((resolve) => child.on('close', (code) => resolve({ code, stderr, stdout }))),
    makeRoom: () => writeFileSync(room, ''),
    interrupt: () => void child.kill('SIGINT'),
    says: async (what) => {
      while (!what.test(stderr)) {
        await new Promise<void>((resolve) => {
          told = resolve;
        });
      }
    },
  };
}
