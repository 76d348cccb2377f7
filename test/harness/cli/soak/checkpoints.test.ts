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
  t.match(notes, [/^Warning: no verdict after round 1: .*environment\.json/]);
  t.equal(notes.length, 1);
});
