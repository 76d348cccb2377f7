import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { parseMaps } from './loaded-libraries.ts';
import { parsePrivateBytes, parseResidentBytes, parseThreadCount, parseVirtualBytes } from './proc.ts';

/** What /proc says of a process that is not this one (proc(5)). Sizes in bytes; each throws what the file system says. */

/** Fields of /proc/PID/stat that tell processes apart. */
export interface ProcessStat {
  /** `R`, `S`, `Z` for one that has ended and was not waited for, ... */
  readonly state: string;
  readonly parent: number;
  /** Ticks after the boot, 100 a second: with the number of the process it names one, and never another. */
  readonly startTicks: number;
  /** PF_KTHREAD: a thread of the kernel, which has no memory of its own. */
  readonly isKernelThread: boolean;
}

const PF_KTHREAD = 0x00200000;
/** USER_HZ is 100 on every architecture that Node runs on. */
const TICKS_PER_SECOND = 100;

/** The name stands in brackets and may hold brackets and blanks itself. */
export function parseStat(stat: string): ProcessStat {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const numberAt = (field: number): number => Number(fields[field - 3] ?? Number.NaN);
  const state = fields[0] ?? '';
  const [parent, flags, startTicks] = [numberAt(4), numberAt(9), numberAt(22)];
  if (state === '' || Number.isNaN(startTicks)) throw new Error('no start time in /proc/PID/stat');
  return { state, parent, startTicks, isKernelThread: (flags & PF_KTHREAD) !== 0 };
}

/** The process that a thread belongs to: the number of a thread has a folder in /proc, too. */
export function parseThreadGroup(status: string): number {
  const match = /^Tgid:\s+(\d+)$/m.exec(status);
  if (match?.[1] === undefined) throw new Error('no field Tgid in /proc');
  return Number(match[1]);
}

/** Milliseconds since 1970 at which the system was booted (proc_stat(5)). */
export function parseBootTime(stat: string): number {
  const match = /^btime (\d+)$/m.exec(stat);
  if (match?.[1] === undefined) throw new Error('no field btime in /proc/stat');
  return Number(match[1]) * 1000;
}

export const startedAt = (startTicks: number): Date =>
  new Date(parseBootTime(readFileSync('/proc/stat', 'latin1')) + (1000 * startTicks) / TICKS_PER_SECOND);

/** One process by its number. */
export class OtherProcess {
  readonly pid: number;

  constructor(pid: number) {
    this.pid = pid;
  }

  stat(): ProcessStat {
    return parseStat(this.text('stat'));
  }

  threadGroup(): number {
    return parseThreadGroup(this.text('status'));
  }

  /** Private pages and what was swapped out; only its user and root may ask. */
  privateBytes(): number {
    return parsePrivateBytes(this.text('smaps_rollup'));
  }

  /** All of these from one reading. */
  sizes(): { readonly virtualBytes: number; readonly residentBytes: number; readonly threads: number } {
    const status = this.text('status');
    return {
      virtualBytes: parseVirtualBytes(status),
      residentBytes: parseResidentBytes(status),
      threads: parseThreadCount(status),
    };
  }

  fileDescriptors(): number {
    return readdirSync(this.path('fd')).length;
  }

  /** Full path of its program. A program that was replaced or removed on disk since is `(deleted)`. */
  executable(): string {
    return readlinkSync(this.path('exe'));
  }

  /** Where its program can be read even if it was removed, or lies in another mount namespace. */
  executableFile(): string {
    return this.path('exe');
  }

  libraries(): readonly string[] {
    return parseMaps(this.text('maps'));
  }

  private text(name: string): string {
    return readFileSync(this.path(name), 'latin1');
  }

  private path(name: string): string {
    return `/proc/${this.pid}/${name}`;
  }
}
