import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Test } from 'tap';
import type { RunEvent } from '../../harness/contract/event.ts';
import { readMerged } from '../../harness/execute/merged-state.ts';
import { readRows } from '../../harness/execute/read-run-folder.ts';
import { QUICK } from './command.ts';

/** For soaks on a disk that takes nothing for a while: what they say of it is waited for. */
export const NOISY_SOAK = QUICK.filter((option) => option !== '--no-explain' && option !== '--quiet');
/** One arm alone, with a sample after each cycle. */
export const ENDLESS = ['--no-control', '--arms', 'on', '--block', '1', '--mailbox-count', '5'];

/** Every row is whole, none is missing, and the flag is not left as the run has set it. */
export async function isWhole(t: Test, folder: string, registry: string): Promise<readonly RunEvent[]> {
  const events: RunEvent[] = [];
  // Of a soak some may be put together, and none has come since.
  let samples = readMerged(folder)?.samples ?? 0;
  const leftOut = await readRows(folder, {
    add: () => {
      samples += 1;
    },
    addEvent: (event) => events.push(event),
  });
  t.strictSame(leftOut, []);
  t.ok(samples > 0, `${samples} samples are kept`);
  for (const name of ['events', 'samples'])
    t.match(readFileSync(join(folder, `${name}.ndjson`), 'utf8'), /\n$|^$/);
  t.notMatch(existsSync(registry) ? readFileSync(registry, 'utf8') : '', /CleanUpMAPIHeap/);
  t.notOk(existsSync(`${registry}.flag-backup.json`));
  return events;
}
