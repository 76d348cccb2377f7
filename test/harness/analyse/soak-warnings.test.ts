import { test } from 'tap';
import { analyse } from '../../../harness/analyse/analyse.ts';
import { exitCodeOf } from '../../../harness/analyse/expectation.ts';
import { createMergingCollector } from '../../../harness/analyse/merging/collector.ts';
import { EXPECTATIONS } from '../../../harness/contract/plan.ts';
import { parseThreshold } from '../../../harness/plan/thresholds.ts';
import { soakPlan, tellReplicate, tellRound } from '../../support/soak-rounds.ts';
import { AT, ENVIRONMENT } from './make-run.ts';

const FLAT = { heapBytes: () => () => 1_000_000 };

test('a soak whose time was over before its first round has found nothing, and says so first', async (t) => {
  const thresholds = [
    'off.heapBytes.perCycle<1e9',
    'off.failures<10',
    'off.failureRate<50%',
    'off.exhausted<10',
  ];
  const plan = soakPlan({ control: true, thresholds: thresholds.map(parseThreshold) });
  const collector = createMergingCollector(plan);
  tellReplicate('control-1', 'control', 0, FLAT, plan, collector);
  collector.addEvent({ ...AT, event: 'run-finished', outcome: 'complete' });
  const result = analyse({ plan, environment: ENVIRONMENT, collected: collector.finish() });
  t.match(result, {
    verdict: 'inconclusive',
    complete: false,
    reason: /^no round came to its end in the time that the soak had; /,
  });
  t.match(
    result.warnings.join('\n'),
    /no round came to its end .*: give a longer --duration, of which the self-test is a part/,
  );
  t.same(
    result.thresholds.map(({ outcome }) => outcome),
    thresholds.map(() => 'inconclusive'),
    'what has no data never passes',
  );
  for (const expect of [null, ...EXPECTATIONS]) t.equal(exitCodeOf(result, expect), 3, String(expect));
});

test('one round is enough to have measured something', async (t) => {
  const plan = soakPlan();
  const collector = createMergingCollector(plan);
  tellRound(1, { off: FLAT }, plan, collector);
  collector.addEvent({ ...AT, event: 'run-finished', outcome: 'complete' });
  const result = analyse({ plan, environment: ENVIRONMENT, collected: collector.finish() });
  t.equal(result.complete, true);
  t.notMatch([result.reason, ...result.warnings].join('\n'), /no round/);
});
