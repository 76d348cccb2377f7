import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { withReports } from '../../../../harness/cli/report-files/open-reports.ts';
import { roundsOf } from '../../../../harness/cli/soak/checkpoints.ts';
import { RUN_FILES } from '../../../../harness/execute/run-folder.ts';
import { FROM_THE_START } from '../../../../harness/execute/soak/rounds.ts';
import { beginSoak, SOAK_ON_DISK, writeRounds } from '../../../support/soak-on-disk.ts';
import { SOAK } from '../../../support/soak-rounds.ts';
import { folderInMemory } from '../../../support/temporary.ts';
import { sampleAt } from '../../analyse/make-run.ts';

/** What is said before the first round of processes that are as short as these. */
const BEGINNING = [/^Run folder: .* --resume /, /^Warning: processes of \d+ logons come to no verdict/];

test('a checkpoint that cannot be held is said, and ends no soak', async (t) => {
  const path = join(folderInMemory(t), 'run');
  const begun = beginSoak(path);
  writeRounds(1, 1, begun);
  rmSync(join(path, RUN_FILES.environment));
  const notes: string[] = [];
  const judgement = await withReports([], process.stdout, async (reports) => {
    const judging = { plan: SOAK_ON_DISK, heard: begun.heard, leftOut: [], reports };
    const rounds = roundsOf(judging, SOAK, FROM_THE_START)(begun.folder, (text) => notes.push(text));
    return await rounds.holdCheckpoint(1);
  });
  begun.folder.close();
  t.same(judgement, { settled: false });
  t.match(notes, [...BEGINNING, /^Warning: no verdict after round 1: .*environment\.json/]);
  t.equal(notes.length, 3);
});

test('a checkpoint tells of an arm whose processes all grow over the limit', async (t) => {
  const begun = beginSoak(join(folderInMemory(t), 'run'));
  for (const round of [1, 2]) {
    const over = { replicate: `off-${round}`, arm: 'off' } as const;
    begun.folder.addEvent({ event: 'host-started', ...over, pid: 1 });
    begun.hearer.add(sampleAt(over.replicate, 'off', 10, { heapBytes: 1000 }));
    const at = { cycles: 10, privateBytes: 1.6e9, limitBytes: 1.5e9 };
    begun.folder.addEvent({ event: 'over-limit', ...over, ...at });
  }
  const plan = { ...SOAK_ON_DISK, abortOverBytes: 1.5e9 };
  const notes: string[] = [];
  await withReports([], process.stdout, async (reports) => {
    const judging = { plan, heard: begun.heard, leftOut: [], reports };
    const rounds = roundsOf(judging, SOAK, FROM_THE_START)(begun.folder, (text) => notes.push(text));
    return await rounds.holdCheckpoint(2);
  });
  begun.folder.close();
  t.match(notes, [
    ...BEGINNING,
    /^Round 2, .*: inconclusive/,
    'Warning: all 2 replicates of off were ended early, at 1,600 MB of private bytes: ' +
      'over the limit of 1,500 MB (--abort-over).',
  ]);
});
