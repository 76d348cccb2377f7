import { randomUUID } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Profiles } from '../native-bindings/mapi/profiles.ts';

/** Profiles of this project are known by it. Names may have letters, digits and underscores (IProfAdmin). */
const PREFIX = 'mapileak_';
const FILE = /\.mmp$/i;

/**
 * The profiles that a scenario makes, each of a name that nobody else has. MAPI must be initialized for as long as it
 * is used, and nobody impersonated but in cycles.
 */
export class OwnProfiles {
  private readonly profiles: Profiles;
  private readonly folder: string;
  private readonly filesBefore: ReadonlySet<string>;

  /**
   * Deletes what a killed run has left.
   * @param folder in which MAPI keeps the files of temporary profiles
   */
  constructor(profiles: Profiles, folder: string) {
    this.profiles = profiles;
    this.folder = folder;
    this.sweep();
    this.filesBefore = new Set(this.files());
  }

  newName(): string {
    return `${PREFIX}${randomUUID().replaceAll('-', '')}`;
  }

  /** How many are there: in the profile table, or as a file that was not there at the start. */
  left(): number {
    const files = this.files().filter((file) => !this.filesBefore.has(file));
    return new Set([...this.names(), ...files.map((file) => file.replace(FILE, ''))]).size;
  }

  private names(): readonly string[] {
    using admin = this.profiles.admin();
    return admin.names().filter((name) => name.startsWith(PREFIX));
  }

  private files(): readonly string[] {
    return readdirSync(this.folder).filter((file) => FILE.test(file));
  }

  private sweep(): void {
    const names = this.names();
    if (names.length > 0) {
      using admin = this.profiles.admin();
      for (const name of names) admin.delete(name);
    }
    for (const file of this.files()) {
      if (file.startsWith(PREFIX)) rmSync(join(this.folder, file), { force: true });
    }
  }
}
