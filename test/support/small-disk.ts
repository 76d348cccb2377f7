import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type HeardChild, heardChild } from './heard-child.ts';
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
 * where all see it. It does what files say that are made in the folder of orders, and takes them away: `room` makes room,
 * `read-only` has the run folder be one that can only be read, by everybody who names it from then on, `writable` ends that.
 */
const SCRIPT = `
mount -t tmpfs -o size=8m tmpfs "$DISK" || exit 99
head -c "$((8192 - LEFT))K" /dev/zero > "$DISK/filler"
(while sleep 0.05; do
  [ -e "$ORDERS/room" ] && rm -f "$DISK/filler" "$ORDERS/room"
  [ -e "$ORDERS/read-only" ] && mount --bind "$DISK/run" "$DISK/run" && mount -o remount,bind,ro "$DISK/run" &&
    rm "$ORDERS/read-only"
  [ -e "$ORDERS/writable" ] && umount -l "$DISK/run" && rm "$ORDERS/writable"
done) &
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

export interface OnSmallDisk extends HeardChild {
  /** Where what was on the disk is, once it has ended. */
  readonly copy: string;
  readonly registry: string;
  makeRoom(): void;
  /** Files that are open stay so, as where the run folder’s mount is replaced. Both resolve when it is done. */
  makeReadOnly(): Promise<void>;
  makeWritable(): Promise<void>;
  /** As Ctrl-C does. */
  interrupt(): void;
}

/** Starts the command with `--out` on a disk with so little room. */
export function onSmallDisk(
  t: { teardown(action: () => void): void },
  leftKiB: number,
  args: readonly string[],
): OnSmallDisk {
  const folder = temporaryFolder(t);
  const disk = temporaryFolder(t);
  const [copy, registry, orders] = ['copy', 'registry.txt', 'orders'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  mkdirSync(orders);
  const order = async (what: string): Promise<void> => {
    const file = join(orders, what);
    writeFileSync(file, '');
    while (existsSync(file)) await new Promise((resolve) => setTimeout(resolve, 20));
  };
  const command = [process.execPath, MAIN, ...args, '--out', join(disk, 'run')];
  const child = spawn('unshare', [...AS_ROOT, '-m', 'bash', '-c', SCRIPT, 'sh', ...command], {
    cwd: folder,
    env: {
      ...process.env,
      ...{ COPY: copy, DISK: disk, LEFT: String(leftKiB), ORDERS: orders, MAPILEAK_REGISTRY: registry },
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  t.teardown(() => child.kill('SIGKILL'));
  return {
    copy,
    registry,
    ...heardChild(child),
    makeRoom: () => writeFileSync(join(orders, 'room'), ''),
    makeReadOnly: () => order('read-only'),
    makeWritable: () => order('writable'),
    interrupt: () => void child.kill('SIGINT'),
  };
}
