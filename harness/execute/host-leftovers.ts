import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** So many hosts that were lost, or have said something, can be looked into; as many losses are told by events. */
export const KEPT_HOSTS = 256;

/** What session hosts of a soak leave in the run folder: logs, and flight records of those that were lost. */
export class HostLeftovers {
  private readonly folder: string;
  private readonly most: number;
  /** The oldest first. */
  private hosts: readonly string[];

  /** @param folder of the hosts' files; what is there already counts, too */
  constructor(folder: string, most = KEPT_HOSTS) {
    this.folder = folder;
    this.most = most;
    this.hosts = hostsIn(folder);
  }

  /** Keeps what one more host has left, unless that is nothing: those that work say nothing. A soak has thousands of hosts. */
  take(replicate: string): void {
    const log = join(this.folder, `${replicate}.log`);
    const isSilent = (sizeOf(log) ?? 0) === 0;
    if (isSilent && sizeOf(join(this.folder, `${replicate}.flight`)) === null) dropFile(log);
    else this.keep(replicate);
  }

  /** Keeps the files of one more host, and of those before it as many as there may be. */
  private keep(replicate: string): void {
    const hosts = [...this.hosts.filter((each) => each !== replicate), replicate];
    for (const each of hosts.slice(0, -this.most)) {
      for (const name of [`${each}.log`, `${each}.flight`]) dropFile(join(this.folder, name));
    }
    this.hosts = hosts.slice(-this.most);
  }
}

/** A file of no more use: one that stays, as somebody has it open or the disk is read-only, ends no run. */
export function dropFile(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // It lies there, and nobody reads it.
  }
}

/** null if there is none, or it cannot be told. */
function sizeOf(file: string): number | null {
  try {
    return statSync(file).size;
  } catch {
    return null;
  }
}

/** By their round, which is in their names. */
function hostsIn(folder: string): readonly string[] {
  const hosts = new Set(filesIn(folder).map((name) => name.replace(/\.(?:log|flight)$/, '')));
  return [...hosts].sort((a, b) => roundIn(a) - roundIn(b));
}

const roundIn = (replicate: string): number => Number(/-(\d+)/.exec(replicate)?.[1] ?? 0);

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
