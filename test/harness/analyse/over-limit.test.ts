import { test } from 'tap';
import { analyse } from '../../../harness/analyse/analyse.ts';
import { createMergingCollector } from '../../../harness/analyse/merging/collector.ts';
import { soakPlan, tellReplicate, tellRound } from '../../support/soak-rounds.ts';
import { AT, ENVIRONMENT } from './make-run.ts';

const PLAN = soakPlan({ arms: ['off', 'on'], abortOverBytes: 1.5e9 });
const GROWS = { heapBytes: () => (cycle: number) => 1_000_000 + 1000 * cycle };
const FLAT = { heapBytes: () => () => 1_000_000 };

/** What is warned of after so many rounds, in each of which some processes of off grow over the limit. */
function warnedAfter(rounds: number, isOver: (round: number) => boolean): string {
  const collector = createMergingCollector(PLAN);
  for (let round = 1; round <= rounds; round += 1) {
    const off = { replicate: `off-${round}`, arm: 'off' } as const;
    if (isOver(round)) {
      const hearer = {
        add: collector.add,
        addEvent: (event: Parameters<typeof collector.addEvent>[0]) =>
          event.event !== 'host-finished' && collector.addEvent(event),
      };
      tellReplicate(off.replicate, 'off', round, GROWS, PLAN, hearer, 300);
      const at = { cycles: 300, privateBytes: 1.5e9 + round * 1e6, limitBytes: 1.5e9 };
      collector.addEvent({ ...AT, event: 'over-limit', ...off, ...at });
      tellReplicate(`on-${round}`, 'on', round, FLAT, PLAN, collector);
    } else tellRound(round, { off: FLAT, on: FLAT }, PLAN, collector);
    collector.settle();
  }
  return analyse({ plan: PLAN, environment: ENVIRONMENT, collected: collector.finish() }).warnings.join('\n');
}

test('an arm of which every process grows over the limit, round after round, is told with its sizes', async (t) => {
  const few = warnedAfter(4, () => true);
  t.match(
    few,
    /all 4 replicates of off were ended early, at 1,501 to 1,504 MB of private bytes: over the limit of 1,500 MB/,
  );
  t.notMatch(few, /of on w/);
  t.match(
    warnedAfter(1, () => true),
    /the only replicate of off was ended early, at 1,501 MB of private/,
  );
});

test('where not all are kept, the size is that of the last ones, and all are counted', async (t) => {
  const some = warnedAfter(24, (round) => round % 2 === 0);
  t.match(
    some,
    /12 of 24 replicates of off were ended early, the last 8 of them at 1,510 to 1,524 MB of private/,
  );
  t.match(
    warnedAfter(3, (round) => round === 1),
    /1 of 3 replicates of off was ended early, at 1,501 MB/,
  );
  t.notMatch(
    warnedAfter(3, () => false),
    /ended early/,
  );
});
