import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isPart } from '../../execute/rotation.ts';
import { RUN_FILES } from '../../execute/run-folder.ts';

/** Sees whether the rows of a soak were begun anew since it last looked. */
export class Rotation {
  private readonly folder: string;
  private seen = '';

  /** @param folder a real path */
  constructor(folder: string) {
    this.folder = folder;
  }

  /** True at the first look of a folder whose rows were ever rotated, too. */
  async hasTurned(): Promise<boolean> {
    const names = await readdir(this.folder).catch((): string[] => []);
    const merged = await stat(join(this.folder, RUN_FILES.merged)).then(
      ({ mtimeMs, size }) => `${mtimeMs}:${size}`,
      () => '',
    );
    const now = [merged, ...names.filter(isPart).sort()].filter((each) => each !== '').join(' ');
    const before = this.seen;
    this.seen = now;
    return now !== before;
  }
}
