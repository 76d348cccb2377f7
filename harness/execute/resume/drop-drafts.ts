import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isDraftOf } from '../../contract/draft.ts';
import { RUN_FILES } from '../run-files.ts';

/** What `mapileak analyse` writes, too, and may be writing now: it takes no lock. */
const ANYBODYS: readonly string[] = [RUN_FILES.result, RUN_FILES.report];
/** Nobody takes so long to write one. */
const OLD_MS = 60_000;

/**
 * Takes away what a writer that was killed has left of files that it was about to put in the place of others: they have
 * names of their own each time, and a soak that is killed every day would fill its disk with them. The folder must be locked.
 */
export function dropDrafts(folder: string): void {
  for (const name of readdirSync(folder)) {
    const target = Object.values(RUN_FILES).find((each) => isDraftOf(each, name));
    if (target === undefined) continue;
    const draft = join(folder, name);
    try {
      if (ANYBODYS.includes(target) && Date.now() - statSync(draft).mtimeMs < OLD_MS) continue;
      rmSync(draft, { force: true });
    } catch {
      // It is in nobody's way, and the next start tries again.
    }
  }
}
