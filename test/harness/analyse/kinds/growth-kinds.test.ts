import { test } from 'tap';
import {
  growthKindsOf,
  type KindsPlan,
  resourcesToExplain,
} from '../../../../harness/analyse/kinds/growth-kinds.ts';
import type { ResourceName } from '../../../../harness/contract/resources.ts';
import type { GrowthKind, Rate, ResourceResult } from '../../../../harness/contract/result.ts';
import { noiseOf } from '../../../support/noise.ts';
import fc from '../../../support/seeded-properties.ts';
import { PLAN } from '../make-run.ts';
import { type ExplainedShape, explainedCollector, type History } from './explained-run.ts';

interface Options extends Omit<ExplainedShape, 'read'> {
  readonly impersonation?: KindsPlan['impersonation'];
  readonly control?: number;
  readonly resource?: ResourceName;
  /** Whether the resource is read at this cycle. */
  readonly isRead?: (cycle: number) => boolean;
}

/** How a curve of busy heap bytes, or of another resource, is explained. */
function kindOf(curve: (history: History, replicate: number) => number, options: Options = {}): GrowthKind {
  const {
    impersonation = 'logon-user',
    control = 0,
    resource = 'heapBytes',
    isRead = () => true,
    ...shape
  } = options;
  const read = (history: History, replicate: number) =>
    isRead(history.logons) ? { [resource]: curve(history, replicate) } : {};
  const { explained } = explainedCollector({ ...shape, read }).finish();
  const { mailboxes = 40, mailboxOrder = 'sequential' } = shape;
  const plan: KindsPlan = {
    ...PLAN,
    mailboxes: { kind: 'generated', count: mailboxes },
    mailboxOrder,
    impersonation,
  };
  const [kind] = growthKindsOf(explained, [resource], plan, new Map([[resource, control]]));
  if (kind === undefined) throw new Error('nothing was explained');
  return kind;
}

const holds = (rate: Rate | null, value: number): boolean =>
  rate !== null && rate.low <= value + 1e-6 && value - 1e-6 <= rate.high;

test('a leak per logon is one, whoever logs on', async (t) => {
  const kind = kindOf(({ logons }) => 1000 * logons);
  t.strictSame(kind.kinds, ['per-logon']);
  t.ok(holds(kind.perLogon, 1000) && holds(kind.perSwitch, 0) && holds(kind.perMailbox, 0));
  t.match(
    kind.sentence,
    /^1,000 bytes \[.*\] per logon; none per change of identity, none per distinct mailbox, none per minute$/,
  );
});

test('what is lost when the identity changes is not lost per logon', async (t) => {
  const kind = kindOf(({ switches }) => 4096 * switches);
  t.strictSame(kind.kinds, ['per-switch']);
  t.ok(holds(kind.perSwitch, 4096) && holds(kind.perLogon, 0));
  t.match(
    kind.sentence,
    /^4,096 bytes \[4,09.*\] per change of identity; none per logon of the same mailbox, none per distinct mailbox, none per minute$/,
  );
  t.match(
    kindOf(({ switches }) => 4096 * switches, { impersonation: 'self' }).sentence,
    /per change of mailbox/,
  );
});

test('what is kept for each mailbox is told with how many mailboxes it went on', async (t) => {
  const endless = kindOf(({ mailboxes }) => 3072 * mailboxes);
  t.strictSame(endless.kinds, ['per-mailbox']);
  t.ok(holds(endless.perMailbox, 3072) && holds(endless.perSwitch, 0) && holds(endless.perLogon, 0));
  t.match(
    endless.sentence,
    /^3,072 bytes \[.*\] per distinct mailbox, not ended by the last of 40; none per logon/,
  );

  const bounded = kindOf(({ mailboxes }) => 3072 * Math.min(mailboxes, 30));
  t.strictSame(bounded.kinds, ['per-mailbox']);
  t.match(
    bounded.sentence,
    /per distinct mailbox on average between 20 and 40 mailboxes, ended after about 30;/,
  );

  const small = kindOf(({ mailboxes }) => 3072 * Math.min(mailboxes, 12));
  t.strictSame(small.kinds, []);
  t.match(small.sentence, /none per distinct mailbox after about the first 12 of 40/);
});

test('whether growth per mailbox has ended is said only where samples show it', async (t) => {
  const upTo = (capacity: number, isRead: (cycle: number) => boolean): string => {
    const curve = ({ mailboxes }: History): number => 3072 * Math.min(mailboxes, capacity);
    return kindOf(curve, { isRead }).sentence.split(';')[0] ?? '';
  };
  const only =
    (...cycles: readonly number[]) =>
    (cycle: number) =>
      cycles.includes(cycle) || cycle > 100;
  t.match(upTo(100, only(0, 22, 32)), /per distinct mailbox on average, up to 40 of them$/);
  t.match(upTo(100, only(0, 22, 37)), /per distinct mailbox, not ended by the last of 40$/);
  t.match(upTo(28, only(0, 22, 25, 30, 33, 39)), /, ended after about 30$/);
  t.match(upTo(28, only(0, 22, 25, 39)), /per distinct mailbox on average, up to 40 of them$/);
});

test('growth per minute is told from growth per cycle, however processes wait', async (t) => {
  const cycleMs = (cycle: number): number => 20 + 180 * (Math.sin(cycle) > 0.5 ? 1 : 0);
  const kind = kindOf(({ minutes }) => 600_000 * minutes, { cycleMs });
  t.strictSame(kind.kinds, ['per-minute']);
  t.ok(holds(kind.perMinute, 600_000) && holds(kind.perLogon, 0) && holds(kind.perSwitch, 0));
  t.match(kind.sentence, /^[56]\d\d,\d+ bytes \[.*\] per minute; none per logon of the same mailbox/);
});

test('what grew in the rest alone is taken off nothing', async (t) => {
  const kind = kindOf(({ logons, restMinutes }) => 1000 * logons + 5_000_000 * restMinutes);
  t.strictSame(kind.kinds, ['per-logon']);
  t.ok(holds(kind.perLogon, 1000));
  t.match(kind.sentence, /5,000,\d+ bytes \[.*\] per minute of rest, but not while cycles ran$/);
});

test('causes that come together are told apart, the largest share first', async (t) => {
  const kind = kindOf(
    ({ logons, switches, mailboxes, minutes }) =>
      200 * logons + 5000 * switches + 3000 * mailboxes + 60_000 * minutes,
    { cycleMs: () => 100 },
  );
  t.strictSame(kind.kinds, ['per-switch', 'per-mailbox', 'per-logon', 'per-minute']);
  t.ok(holds(kind.perLogon, 200) && holds(kind.perSwitch, 5000));
  t.ok(holds(kind.perMailbox, 3000) && holds(kind.perMinute, 60_000));
});

test('any mixture of causes is found again, each rate inside its interval', async () => {
  const rate = fc.integer({ min: 0, max: 20 }).map((tens) => 16 * tens * tens);
  fc.assert(
    fc.property(rate, rate, rate, rate, fc.integer({ min: 2, max: 90 }), (a, b, c, d, mailboxes) => {
      const kind = kindOf(
        ({ logons, switches, mailboxes: met, minutes }) =>
          a * logons + b * switches + c * met + 1000 * d * minutes,
        { mailboxes, sweepCycles: 256 },
      );
      const isRight = holds(kind.perLogon, a) && holds(kind.perSwitch, b) && holds(kind.perMinute, 1000 * d);
      // With a handful of mailboxes the second half of the first pass is a sample or two.
      return isRight && (mailboxes < 4 || holds(kind.perMailbox, c));
    }),
    { seed: 1, numRuns: 60 },
  );
});

test('with fewer than two passes a change of identity is not told from a new mailbox', async (t) => {
  const kind = kindOf(({ switches }) => 4096 * switches, { sweepCycles: 300, mailboxes: 500 });
  t.strictSame(kind.kinds, []);
  t.equal(kind.perSwitch, null);
  t.equal(kind.perMailbox, null);
  t.match(
    kind.sentence,
    /^4,096 bytes \[.*\] per change of identity or per distinct mailbox, told apart by two passes \(1,000 cycles\); none per logon of the same mailbox, none per minute$/,
  );
  const perLogon = kindOf(({ logons }) => 500 * logons, { sweepCycles: 300, mailboxes: 500 });
  t.strictSame(perLogon.kinds, ['per-logon']);
  t.match(
    perLogon.sentence,
    /per logon; none per change of identity or per distinct mailbox; none per minute$/,
  );
});

test('where every cycle has the same mailbox the sweep tells what a logon costs', async (t) => {
  for (const options of [{ mailboxOrder: 'repeated' }, { mailboxes: 1 }] as const) {
    const kind = kindOf(({ logons }) => 1000 * logons, options);
    t.strictSame(kind.kinds, ['per-logon']);
    t.match(kind.sentence, /^1,000 bytes \[.*\] per logon; none per minute$/);
  }
});

test('what the instrument adds per cycle is no growth per logon', async (t) => {
  const kind = kindOf(({ logons, switches }) => 40 * logons + 4096 * switches, { control: 40 });
  t.strictSame(kind.kinds, ['per-switch']);
  t.ok(holds(kind.perLogon, 0) && holds(kind.perSwitch, 4096) && holds(kind.perMailbox, 0));
});

test('growth below a tenth of the margin is no kind', async (t) => {
  t.strictSame(kindOf(({ logons }) => 6 * logons).kinds, []);
  t.strictSame(kindOf(({ logons }) => 8 * logons).kinds, ['per-logon']);
  t.match(kindOf(({ logons }) => 6 * logons).sentence, /^hardly any per logon of the same mailbox/);
});

test('counts have units of their own', async (t) => {
  const kind = kindOf(({ switches }) => 3 + switches, { resource: 'heaps' });
  t.strictSame(kind.kinds, ['per-switch']);
  t.match(kind.sentence, /^1 heap \[0\.\d+, 1\.\d+\] per change of identity; /);
});

test('a lone replicate has no interval, and logons that are refused are no logons', async (t) => {
  const lone = kindOf(({ logons }) => 1000 * logons, { replicates: 1 });
  t.strictSame([lone.perLogon, lone.perSwitch, lone.perMailbox, lone.perMinute], [null, null, null, null]);
  t.strictSame(lone.kinds, []);
  t.match(lone.sentence, /^not measured per logon of the same mailbox, not measured per change of identity/);
  const refused = kindOf(({ logons }) => 1000 * logons, { fails: (cycle) => cycle > 436 && cycle % 3 === 0 });
  t.equal(refused.perLogon, null, 'so nothing is said about them');
  t.strictSame(growthKindsOf([], ['heapBytes'], PLAN), []);
});

test('after a process ran out nothing is read any more', async (t) => {
  const collector = explainedCollector({
    read: ({ logons }) => ({ heapBytes: 1000 * Math.min(logons, 456) }),
  });
  for (const replicate of [1, 2, 3, 4]) {
    collector.addEvent({
      ...{ schema: 1, at: '2026-01-01T00:00:00.000Z', elapsedMs: 1, event: 'exhausted', arm: 'off' },
      ...{ replicate: `off-${replicate}`, cycle: 456, code: 'MAPI_E_NOT_ENOUGH_MEMORY', call: 'MAPILogonEx' },
      ...{ mailbox: 'm', cycles: 459, failedCycles: 3, privateBytes: null, virtualBytes: null, heaps: null },
    });
  }
  const { explained, replicates } = collector.finish();
  t.equal(replicates[0]?.ending.kind, 'finished', 'the sweep had ended as planned');
  t.equal(explained[0]?.exhausted?.cycle, 456);
  const plan: KindsPlan = { ...PLAN, mailboxes: { kind: 'generated', count: 40 } };
  const [kind] = growthKindsOf(explained, ['heapBytes'], plan);
  t.ok(holds(kind?.perLogon ?? null, 1000));
  t.equal(kind?.perMinute, null);
});

test('in noise nothing is found that is not there, and seldom a rate outside its interval', async (t) => {
  let kinds = 0;
  let outside = 0;
  for (let seed = 0; seed < 100; seed += 1) {
    const noise = noiseOf(seed);
    const kind = kindOf(({ switches }) => 4096 * switches + noise.normal(2000));
    kinds += kind.kinds.filter((each) => each !== 'per-switch').length;
    outside += holds(kind.perSwitch, 4096) ? 0 : 1;
    outside += holds(kind.perLogon, 0) ? 0 : 1;
  }
  t.ok(kinds <= 16, `${kinds} kinds of 300, at 2.5 % each`);
  t.ok(outside <= 18, `${outside} rates of 200 outside of 95 %`);
});

test('gates that grew are explained; where none did, what was convicted instead', async (t) => {
  const result = (low: number): ResourceResult => ({
    ...{ verdict: 'inconclusive', reason: '', unit: 'bytes', smallestDetectable: 1, samples: 9 },
    perCycle: { estimate: low + 1, low, high: low + 2, confidence: 0.95 },
    ...{ window: null, trend: null },
  });
  const results = { heaps: result(1), heapBytes: result(5), handles: result(-1), privateBytes: result(-3) };
  t.strictSame(resourcesToExplain({ ...results, threads: result(4) }), ['heapBytes', 'heaps']);
  t.strictSame(resourcesToExplain({ heaps: result(-1), threads: result(4) }), []);
  const convicted = { ...result(1), verdict: 'leak' as const };
  t.strictSame(resourcesToExplain({ heaps: result(-1), privateBytes: convicted }), ['privateBytes']);
});
