import { FolderCollector } from '../../harness/cli/folder-collector.ts';
import { readRows } from '../../harness/execute/read-run-folder.ts';
import { RunFolder } from '../../harness/execute/run-folder.ts';
import { exhaustedAt, type Hearer } from '../harness/analyse/make-run.ts';
import { makeEnvironment } from '../reports/fixtures.ts';
import { noiseOf } from './noise.ts';
import { type SoakCurves, soakPlan, tellReplicate, tellRound } from './soak-rounds.ts';

/** Short replicates of few samples, as each row is waited for until it is on the disk. */
export const SOAK_ON_DISK = soakPlan({
  length: { by: 'cycles', cycles: 40 },
  blockCycles: 20,
  control: true,
  arms: ['off', 'on'],
});
const CURVES: SoakCurves = {
  off: { heapBytes: (round) => noisy(round, 512), heaps: () => (cycle) => 5 + cycle },
  on: { heapBytes: (round) => noisy(round + 1000, 0), heaps: () => () => 5 },
  control: { heapBytes: (round) => noisy(round + 2000, 0), heaps: () => () => 4 },
};
function noisy(seed: number, rate: number): (cycle: number) => number {
  const noise = noiseOf(seed);
  return (cycle) => 1_000_000 + rate * cycle + Math.round(noise.normal(64));
}

/** A run folder that is written, and what has heard all of it. */
export interface Writing {
  readonly folder: RunFolder;
  readonly heard: FolderCollector;
  readonly hearer: Hearer;
}

function writing(folder: RunFolder, heard: FolderCollector): Writing {
  folder.tellTo(heard);
  const hearer: Hearer = {
    add: (sample) => folder.addSample(sample),
    addEvent: ({ at: _, elapsedMs: __, schema: ___, ...event }) => void folder.addEvent(event),
  };
  return { folder, heard, hearer };
}

export function beginSoak(path: string): Writing {
  const folder = RunFolder.create(path);
  folder.writePlan(SOAK_ON_DISK);
  folder.writeEnvironment(makeEnvironment());
  const begun = writing(folder, new FolderCollector(SOAK_ON_DISK));
  folder.addEvent({ event: 'run-started', pid: 77 });
  return begun;
}

export async function goOnWithSoak(path: string): Promise<Writing> {
  const heard = new FolderCollector(SOAK_ON_DISK);
  await readRows(path, heard);
  return writing(RunFolder.reopen(path).folder, heard);
}

const lastActivity = { call: 'MAPILogonEx', cycle: 7, mailbox: 'ann' };

/** Rounds with all that may befall one. */
export function writeRounds(from: number, to: number, { folder, hearer }: Writing): void {
  for (let round = from; round <= to; round += 1) {
    for (const arm of SOAK_ON_DISK.arms) {
      folder.addEvent({ event: 'flag-written', arm, wanted: 0, readBack: 0 });
    }
    if (round % 2 === 0) {
      const lost = { replicate: `off-${round}.2`, arm: 'off' } as const;
      tellShort(lost.replicate, round, hearer);
      folder.addEvent({ event: 'host-lost', ...lost, how: 'hung', detail: '', lastActivity });
    }
    if (round % 3 === 0) {
      tellShort(`off-${round}.3`, round, hearer);
      folder.addEvent({ event: 'exhausted', replicate: `off-${round}.3`, arm: 'off', ...exhaustedAt(20) });
    }
    if (round % 4 === 0) {
      const failure = { code: 'MAPI_E_LOGON_FAILED', call: 'MAPILogonEx', mailbox: `m${round}` };
      const failures = [{ ...failure, failureClass: 'mailbox', count: 2, firstCycle: 3 } as const];
      folder.addEvent({ event: 'cycles-failed', replicate: `off-${round}`, arm: 'off', failures });
    }
    tellRound(round, CURVES, SOAK_ON_DISK, hearer);
  }
}

/** Samples of a replicate whose end is told by another event. */
function tellShort(replicate: string, round: number, { add, addEvent }: Hearer): void {
  const quiet: Hearer = { add, addEvent: (event) => event.event !== 'host-finished' && addEvent(event) };
  tellReplicate(replicate, 'off', round, CURVES.off ?? {}, SOAK_ON_DISK, quiet, 20);
}
