import { test } from 'tap';
import { analyse } from '../../../../harness/analyse/analyse.ts';
import type { Growth } from '../../../../harness/analyse/growth.ts';
import { growthTableOf } from '../../../../harness/analyse/growth-table.ts';
import { mean } from '../../../../harness/analyse/statistics/summary.ts';
import type { Rate } from '../../../../harness/contract/result.ts';
import { NIGHTLY } from '../../../support/nightly.ts';
import { noiseOf } from '../../../support/noise.ts';
import { collectBoth, type RoundCurve, soakPlan } from '../../../support/soak-rounds.ts';
import { type Family, hashOf } from '../../../verdict-bench/family.ts';
import { ALL_FAMILIES } from '../../../verdict-bench/more-families.ts';

/** Families of what a soak meets: no leak, a steady one, caches, sawteeth, rare lumps, heavy tails. */
const BY_DAY = ['N02', 'N06', 'N31', 'L01', 'L20'];
const BY_NIGHT = [
  ...BY_DAY,
  'N05',
  'N08',
  'N10',
  'N11',
  'N20',
  'N30',
  'L04',
  'L05',
  'L07',
  'L11',
  'L12',
  'L19',
];
/** Batches of two replicates; by night of four, with some that wait. */
const ROUNDS = NIGHTLY ? 203 : 72;

const BASE = 5 * 1024 * 1024;
/** Each round is a run of its own: what processes of one have in common changes from round to round. */
const curveOf =
  (family: Family): RoundCurve =>
  (round) => {
    const common = noiseOf(hashOf(`common ${family.id}`));
    const curve = family.run(common, 512)(noiseOf(hashOf(`${family.id} ${round}`)));
    return (cycle) => BASE + Math.round(curve(cycle));
  };

/** What a step of the metric makes of a rate over the window. */
const GRAIN_OF_RATE = 16 / 384;
const widthOf = ({ high, low }: Rate): number => high - low;

for (const id of NIGHTLY ? BY_NIGHT : BY_DAY) {
  const family = ALL_FAMILIES.find((each) => each.id === id);
  if (family === undefined) throw new Error(`no family ${id}`);
  test(`batches of ${family.name} are judged as their replicates would be`, async (t) => {
    const plan = soakPlan();
    const { merged, raw } = collectBoth(ROUNDS, { off: { heapBytes: curveOf(family) } }, plan);
    const [single, batched] = [raw, merged].map((run) => analyse(run).arms[0]);
    const [a, b] = [single?.resources['heapBytes'], batched?.resources['heapBytes']];
    if (!a?.perCycle || !b?.perCycle) throw new Error('no rate');
    const truth = family.kind === 'leak' ? 'leak' : 'no-leak';
    const verdicts = [a.verdict, b.verdict];
    // Where waves average out, or jumps add up to growth, one of them may see further; never may they contradict.
    t.ok(
      a.verdict === b.verdict || (verdicts.includes('inconclusive') && verdicts.includes(truth)),
      `${a.verdict} by replicates, ${b.verdict} by batches`,
    );
    t.equal(batched?.cycles, single?.cycles, 'all cycles are counted');
    t.equal(batched?.replicates, single?.replicates);
    t.ok(b.perCycle.low <= a.perCycle.high && a.perCycle.low <= b.perCycle.high, 'intervals overlap');
    const [own, means] = [raw, merged].map(({ collected }) =>
      growthTableOf(plan, collected)('off', 'heapBytes'),
    );
    if (own === undefined || means === undefined) throw new Error('no growth');
    if (own.period !== null || means.period !== null) return;

    const [narrow, wide] = [widthOf(a.perCycle) / 3, 2 * widthOf(a.perCycle) + GRAIN_OF_RATE];
    const isClose = widthOf(b.perCycle) > narrow && widthOf(b.perCycle) < wide;
    t.ok(isClose || verdicts.includes('inconclusive'), 'intervals are about as wide');
    const inBatches = means.settled.reduce((sum, { processes }) => sum + processes, 0);
    const rate = (growths: readonly Growth[]): number => mean(growths.map(({ meanRate }) => meanRate));
    const first = rate(own.settled.slice(0, inBatches));
    t.ok(Math.abs(rate(means.settled) - first) <= 1e-9 * Math.max(1, Math.abs(first)), 'the mean of slopes');
  });
}

test('growth with each new mailbox is left open in batches, too', async (t) => {
  const plan = soakPlan({ mailboxes: { kind: 'generated', count: 600 } });
  const curves = { off: { heapBytes: () => (cycle: number) => BASE + 1000 * cycle } };
  const { merged, raw } = collectBoth(66, curves, plan);
  const [single, batched] = [raw, merged].map((run) => analyse(run).arms[0]);
  t.equal(batched?.verdict, 'inconclusive');
  t.match(
    batched?.reason,
    /per distinct mailbox up to 512 mailboxes; per logon or per mailbox cannot be told/,
  );
  t.equal(single?.verdict, 'inconclusive');
  t.same(batched?.batches, { count: 33, replicatesEach: 2, waiting: 0 });
});
