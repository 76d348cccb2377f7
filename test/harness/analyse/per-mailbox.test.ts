import { test } from 'tap';
import { analyse } from '../../../harness/analyse/analyse.ts';
import { exitCodeOf, meets } from '../../../harness/analyse/expectation.ts';
import { EXIT } from '../../../harness/contract/errors.ts';
import type { Plan } from '../../../harness/contract/plan.ts';
import type { Result } from '../../../harness/contract/result.ts';
import { type ArmCurves, makeRun } from './make-run.ts';

const flat = { heapBytes: () => () => 5_000_000 };
/** Something is kept for each of so many mailboxes, which are visited in turn. */
const cache = (mailboxes: number) => ({
  heapBytes: () => (c: number) => 3000 * Math.min(c, mailboxes),
  heaps: () => (c: number) => 3 + Math.min(c, mailboxes),
});
const resultOf = (curves: ArmCurves, count: number, plan: Partial<Plan> = {}): Result =>
  analyse(makeRun({ curves, plan: { mailboxes: { kind: 'generated', count }, ...plan } }));

test('a cache with an entry per mailbox is not convicted, however many mailboxes there are', async (t) => {
  for (const count of [2, 100, 400, 500, 501, 700, 1000, 5000]) {
    for (const curves of [{ off: cache(count) }, { off: cache(count), on: cache(count) }]) {
      const { verdict, reason } = resultOf(curves, count);
      t.equal(verdict, count <= 500 ? 'no-leak' : 'inconclusive', `${count} mailboxes: ${reason}`);
    }
  }
});

test('with fewer than two passes growth is per mailbox as well as per logon, and the reason says what would tell', async (t) => {
  const { arms } = resultOf({ off: cache(5000) }, 600);
  t.equal(arms[0]?.verdict, 'inconclusive');
  t.equal(arms[0]?.resources['heapBytes']?.verdict, 'inconclusive');
  t.match(
    arms[0]?.reason,
    /^grew by 3,000 bytes \[.*\] and 1 heap \[.*\] per distinct mailbox up to 600 mailboxes; per logon or per mailbox cannot be told: run at least 1,200 cycles \(two passes and more\)$/,
  );
  t.match(resultOf({ off: cache(5000) }, 5000).reason, /up to 1,000 mailboxes; .* at least 10,000 cycles/);
});

test('two passes tell, and so does one mailbox alone', async (t) => {
  const leak = { off: cache(Infinity) };
  t.equal(resultOf(leak, 501).verdict, 'inconclusive');
  t.equal(resultOf(leak, 500).verdict, 'not-fixed');
  t.equal(resultOf(leak, 1).verdict, 'not-fixed');
  t.equal(resultOf(leak, 5000, { mailboxOrder: 'repeated' }).verdict, 'not-fixed');
  t.equal(resultOf(leak, 5000, { mailboxOrder: 'shuffled' }).verdict, 'inconclusive');
});

test('what the cleanup gives back was not needed: that it does is a cure, per mailbox or per logon', async (t) => {
  const cured = resultOf({ off: cache(5000), on: flat }, 600);
  t.equal(cured.verdict, 'fixed');
  t.equal(cured.arms[0]?.verdict, 'inconclusive', 'though no leak per logon is proven');
  t.match(
    cured.reason,
    /^off: 3,000 bytes \[.*\] and 1 heap \[.*\] per distinct mailbox up to 600 mailboxes; on: none down to 5\.2 bytes; per logon or per mailbox cannot be told/,
  );
  t.equal(resultOf({ absent: cache(5000), on: flat }, 600).verdict, 'fixed');
  t.equal(meets(cured, 'leak'), 'undecided');
  t.equal(exitCodeOf(cured, 'fixed'), EXIT.ok);
});

test('growth per mailbox that the cleanup does not end, or begins, decides nothing', async (t) => {
  const half = { heapBytes: () => (c: number) => 1500 * c };
  t.equal(resultOf({ off: cache(5000), on: half }, 600).verdict, 'inconclusive');
  t.equal(resultOf({ off: flat, on: cache(5000) }, 600).verdict, 'inconclusive');
  t.equal(resultOf({ on: cache(5000) }, 600).verdict, 'inconclusive');
});

test('growth per mailbox in a coarse resource alone keeps an arm open, too', async (t) => {
  const mapped = { ...flat, mappedBytes: () => (c: number) => 65_536 * c };
  t.equal(resultOf({ off: mapped }, 500).arms[0]?.verdict, 'leak');
  const [arm] = resultOf({ off: mapped }, 501).arms;
  t.equal(arm?.verdict, 'inconclusive');
  t.match(arm?.reason, /65,536 bytes .*\(mapped sections\) per distinct mailbox/);
});

test('the control arm visits no mailbox: its growth stays the instrument’s', async (t) => {
  t.match(
    resultOf({ off: cache(5000), on: flat, control: cache(5000) }, 600).reason,
    /control arm.*instrument itself grows/,
  );
});
