import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
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

const BREAKABLE = `set -e
truncate -s 4M "$1/image"; mkfs.ext4 -q "$1/image"; mkdir "$1/disk"; mount -o loop "$1/image" "$1/disk"
device=$(findmnt -no SOURCE "$1/disk"); test -e "/sys/fs/ext4/\${device##*/}/trigger_fs_error"; umount "$1/disk"`;

/** Why the kernel here breaks no disk of ours; false if it does. To be given to `skip`. */
export function noBreakableDisk(): string | false {
  const folder = mkdtempSync(join(tmpdir(), 'mapileak-test-'));
  const { status } = spawnSync('unshare', ['-m', 'bash', '-c', BREAKABLE, 'sh', folder]);
  rmSync(folder, { recursive: true });
  return status === 0 ? false : 'no ext4 on a loop device can be mounted, or broken, here';
}

/**
 * Mounts a small disk that nobody else sees, fills it but for some KiB, runs a program, and copies what is on the disk to
 * where all see it. It does what files say that are made in the folder of orders, and takes them away: `room` makes room,
 * `broken` has the kernel find an error in the file system, and let nobody write to it any more, `read-only` has the run folder be one that can only be read, by everybody who names it from then on, `writable` ends that.
 */
const SCRIPT = `
if [ "$KIND" = breakable ]; then
  truncate -s 16M "$ORDERS/image"
  mkfs.ext4 -q -O ^has_journal "$ORDERS/image" && mount -o loop,errors=remount-ro "$ORDERS/image" "$DISK" || exit 99
  device=$(findmnt -no SOURCE "$DISK")
else
  mount -t tmpfs -o size=8m tmpfs "$DISK" || exit 99
  head -c "$((8192 - LEFT))K" /dev/zero > "$DISK/filler"
fi
(while sleep 0.05; do
  [ -e "$ORDERS/room" ] && rm -f "$DISK/filler" "$ORDERS/room"
  [ -e "$ORDERS/read-only" ] && mount --bind "$DISK/run" "$DISK/run" && mount -o remount,bind,ro "$DISK/run" &&
    rm "$ORDERS/read-only"
  [ -e "$ORDERS/broken" ] && echo 1 > "/sys/fs/ext4/\${device##*/}/trigger_fs_error" && rm "$ORDERS/broken"
  [ -e "$ORDERS/writable" ] && umount -l "$DISK/run" && rm "$ORDERS/writable"
done) &
watcher=$!
"$@" &
child=$!
trap 'kill -INT "$child"' INT
wait "$child"; code=$?
while kill -0 "$child" 2>/dev/null; do wait "$child"; code=$?; done
kill "$watcher"
# What is really on the disk, as after a reboot.
[ "$KIND" = breakable ] && umount "$DISK" && mount -o loop,ro "$ORDERS/image" "$DISK"
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
  /** Of a breakable disk: nothing is written from then on, to open files neither. */
  break(): Promise<void>;
  /** As Ctrl-C does. */
  interrupt(): void;
}

/** Starts the command with `--out` on a disk with so little room. */
export function onSmallDisk(
  t: { teardown(action: () => void): void },
  leftKiB: number | 'breakable',
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
      ...{
        COPY: copy,
        DISK: disk,
        LEFT: String(leftKiB),
        KIND: leftKiB === 'breakable' ? leftKiB : 'small',
        ORDERS: orders,
        MAPILEAK_REGISTRY: registry,
      },
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
    break: () => order('broken'),
    interrupt: () => void child.kill('SIGINT'),
  };
}
