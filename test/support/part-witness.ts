import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isPart, partName, partsAmong, type RowKind } from '../../harness/execute/rotation.ts';
import { RUN_FILES } from '../../harness/execute/run-folder.ts';

/** Parts stay for two more rotations, and no round is that short. */
const EVERY_MS = 20;

/** Keeps the parts of a soak that goes on: by links, as nobody writes to a file that has become a part. */
export class PartWitness {
  private readonly run: string;
  private readonly kept: string;

  /** @param kept a folder on the disk of the run */
  constructor(run: string, kept: string) {
    this.run = run;
    this.kept = kept;
    mkdirSync(kept, { recursive: true });
  }

  /** Looks for new parts while an action goes on. */
  async during<T>(action: () => Promise<T>): Promise<T> {
    const timer = setInterval(() => this.look(), EVERY_MS);
    try {
      return await action();
    } finally {
      clearInterval(timer);
      this.look();
    }
  }

  /** Every line of every part that there ever was and of the current file, without a last one that is torn. */
  lines(kind: RowKind): readonly string[] {
    this.look();
    const parts = this.parts().map((part) => join(this.kept, partName(kind, part)));
    return [...parts, join(this.run, RUN_FILES[kind])].flatMap(wholeLines);
  }

  /** How many parts went before they were seen. */
  get missed(): number {
    const parts = this.parts();
    return Math.max(0, ...parts) - parts.length;
  }

  private parts(): readonly number[] {
    return partsAmong(readdirSync(this.kept));
  }

  private look(): void {
    if (!existsSync(this.run)) return;
    for (const name of readdirSync(this.run).filter(isPart)) {
      const to = join(this.kept, name);
      try {
        if (!existsSync(to)) linkSync(join(this.run, name), to);
      } catch {
        // It went in this moment, and is counted as missed if it was new.
      }
    }
  }
}

/** Which parts of a kind are in the run folder itself. */
export const partsThere = (run: string): readonly number[] =>
  existsSync(run) ? partsAmong(readdirSync(run)) : [];

export function wholeLines(file: string): readonly string[] {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return text.split('\n').slice(0, -1);
}

/** Lines of the files of rows that are in the run folder itself. */
export const linesThere = (run: string, kind: RowKind): readonly string[] =>
  [...partsThere(run).map((part) => partName(kind, part)), RUN_FILES[kind]].flatMap((name) =>
    wholeLines(join(run, name)),
  );
