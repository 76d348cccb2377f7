import { test } from 'tap';
import { FolderCollector } from '../../../harness/cli/folder-collector.ts';
import { soakPlan, tellRound } from '../../support/soak-rounds.ts';
import { AT } from '../analyse/make-run.ts';

const PLAN = soakPlan({ length: { by: 'cycles', cycles: 20 }, blockCycles: 10 });

test('when the rows of a soak are gone, its gaps and its rounds are still told', async (t) => {
  const heard = new FolderCollector(PLAN);
  for (let round = 1; round <= 8; round += 1) {
    tellRound(round, { off: { heapBytes: () => () => 1000 } }, PLAN, heard);
    const cutOff = [`off-${round}.9`];
    heard.addEvent({ ...AT, event: 'resumed', pid: 1, gapMs: 60_000 * round, cutOff, leftOut: [] });
  }
  const after = new FolderCollector(PLAN);
  after.restore(heard.merged());
  const [live, read] = [heard.collected(), after.collected()];
  t.equal(live.gaps.length, 6, 'five, and how many more');
  t.same(read.gaps, live.gaps);
  t.same(read.soak, live.soak);
  t.match(read.soak, { rounds: 8, cycles: 160 });
});
