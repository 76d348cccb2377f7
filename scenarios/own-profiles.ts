import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { profileFiles } from '../native-bindings/mapi/profile-folder.ts';
import type { Profiles } from '../native-bindings/mapi/profiles.ts';

/** The id of the process that made it, and a random number: letters, digits and underscores alone (IProfAdmin). */
const NAME = /^mapileak_([1-9][0-9]{0,9})_[0-9a-f]{32}$/;

/**
 * The profiles that a scenario makes, each of a name that nobody else has. MAPI must be initialized for as long as it
 * is used, and nobody impersonated but in cycles.
 */
export class OwnProfiles {
  private readonly profiles: Profiles;
  private readonly folder: string | null;
  private readonly filesBefore: ReadonlySet<string>;

  /**
   * Deletes what a killed run has left. What a process made that still runs is left alone, and so is every other name.
   * @param folder in which MAPI keeps the files of temporary profiles; null if none are made
   * @throws HarnessError MAPI_ENVIRONMENT if the folder cannot be read
   */
  constructor(profiles: Profiles, folder: string | null) {
    this.profiles = profiles;
    this.folder = folder;
    this.sweep();
    this.filesBefore = new Set(this.files());
  }

  newName(): string {
    return `mapileak_${process.pid}_${randomUUID().replaceAll('-', '')}`;
  }

  /**
   * How many are there that no other mapileak has made: of our names in the profile table, or as a file of any name that
   * was not there at the start, since MAPI may choose the names of files.
   */
  left(): number {
    const ours = this.names().filter((name) => makerOf(name) === process.pid);
    const files = this.files().filter((name) => {
      const maker = makerOf(name);
      return !this.filesBefore.has(name) && (maker === null || maker === process.pid);
    });
    return new Set([...ours, ...files]).size;
  }

  private names(): readonly string[] {
    using admin = this.profiles.admin();
    return admin.names();
  }

  private files(): readonly string[] {
    return this.folder === null ? [] : profileFiles(this.folder);
  }

  private sweep(): void {
    const names = this.names().filter(isLeftover);
    if (names.length > 0) {
      using admin = this.profiles.admin();
      for (const name of names) admin.deleteIfThere(name);
    }
    for (const name of this.files()) {
      if (this.folder !== null && isLeftover(name)) deleteFile(join(this.folder, `${name}.mmp`));
    }
  }
}

/** The process that made a profile of this name; null if it is none of this project. */
function makerOf(name: string): number | null {
  const [, maker] = NAME.exec(name) ?? [];
  return maker === undefined ? null : Number(maker);
}

/** This process has made none yet: one with its id is of an earlier process that had the same. */
function isLeftover(name: string): boolean {
  const maker = makerOf(name);
  return maker !== null && (maker === process.pid || !isRunning(maker));
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}

/** One that may not be deleted was there at the start, and does not count. */
function deleteFile(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    return;
  }
}
