import { test } from 'tap';
import { analyse } from '../../../harness/analyse/analyse.ts';
import { exhaustionText } from '../../../harness/analyse/exhaustion.ts';
import { resultSchema } from '../../../harness/contract/result.ts';
import { AT, type Curve, exhaustedAt, makeRun, type RunShape } from './make-run.ts';

const leak = (): Curve => (cycle) => 5_000_000 + 1000 * cycle;
const flat = (): Curve => () => 5_000_000;
const LEAKING = { heapBytes: leak };
const FLAT = { heapBytes: flat };
const resultOf = (shape: RunShape) => resultSchema.parse(analyse(makeRun(shape)));

test('an arm that ran out is convicted by what it grew until then, and the run is complete', async (t) => {
  const result = resultOf({ curves: { off: LEAKING, on: FLAT }, exhaustedAt: { off: 605 } });
  t.match(result, { verdict: 'fixed', complete: true });
  const [off, on] = result.arms;
  t.equal(off?.verdict, 'leak');
  t.match(
    off?.reason,
    /grew by 1,000 bytes .* per logon; 4 of 4 replicates stopped at cycle 605: MAPI_E_NOT_ENOUGH_MEMORY$/,
  );
  t.same(off?.exhausted[0], { replicate: 'off-1', ...exhaustedAt(605) });
  t.same(on?.exhausted, []);
  t.notOk(result.warnings.some((warning) => /cut short|too early/.test(warning)));
});

test('cycles that failed at the end do not dilute the rate, however short the run', async (t) => {
  const { arms } = resultOf({ curves: { off: LEAKING }, exhaustedAt: { off: 301 } });
  const bytes = arms[0]?.resources['heapBytes'];
  t.equal(arms[0]?.verdict, 'leak', 'they would look as if the leak slowed down');
  t.ok(Math.abs((bytes?.perCycle?.estimate ?? 0) - 1000) < 1e-6);
  t.equal(bytes?.window?.toCycle, 300, 'the last cycle that was sampled');
});

test('one process that ran out can still be a witness, as each of its samples lies on a line', async (t) => {
  const { arms } = resultOf({ curves: { off: LEAKING }, plan: { replicates: 1 }, exhaustedAt: { off: 605 } });
  t.equal(arms[0]?.verdict, 'leak');
});

test('before 256 cycles growth convicts nobody who ran out, at 256 it does', async (t) => {
  const armOf = (cycle: number) =>
    resultOf({ curves: { off: LEAKING }, plan: { blockCycles: 8 }, exhaustedAt: { off: cycle } }).arms[0];
  t.match(armOf(255), {
    verdict: 'inconclusive',
    reason:
      /run at least 256 cycles per replicate; 4 of 4 replicates stopped at cycle 255: MAPI_E_NOT_ENOUGH/,
  });
  t.match(armOf(256), { verdict: 'leak' });
});

test('running out convicts nobody by itself, and acquits nobody', async (t) => {
  const result = resultOf({ curves: { off: FLAT }, exhaustedAt: { off: 805 } });
  t.equal(result.verdict, 'inconclusive');
  t.match(result.arms[0], {
    verdict: 'inconclusive',
    reason:
      /^4 of 4 replicates stopped at cycle 805: .*, though .* by less than the margin: what ran out did not/,
    resources: { heapBytes: { verdict: 'no-leak' } },
  });
  t.equal(resultOf({ curves: { off: FLAT } }).verdict, 'no-leak', 'the same without running out');
});

test('a cure is not shown by an arm that ran out while nothing grew', async (t) => {
  const { verdict, reason } = resultOf({ curves: { off: LEAKING, on: FLAT }, exhaustedAt: { on: 805 } });
  t.equal(verdict, 'inconclusive');
  t.match(reason, /on: inconclusive, 4 of 4 replicates stopped at cycle 805/);
});

test('both arms may run out: a leak with the flag on stays one', async (t) => {
  const result = resultOf({
    curves: { off: LEAKING, on: LEAKING },
    exhaustedAt: { off: 600, on: 640 },
  });
  t.match(result, { verdict: 'not-fixed', complete: true });
});

test('who never did a cycle was not led there by a leak, and the run is not complete', async (t) => {
  const result = resultOf({ curves: { off: LEAKING }, exhaustedAt: { off: 0 } });
  t.match(result, { verdict: 'inconclusive', complete: false });
  t.match(
    result.arms[0]?.reason,
    /^100 % of its cycles failed: .*; 4 of 4 replicates stopped at cycle 0: .*, before any cycle had worked/,
  );
});

test('codes that need not mean memory say what else they mean', async (t) => {
  const warningsWith = (code: string) => {
    const event = { ...AT, event: 'exhausted', replicate: 'off-1', arm: 'off' } as const;
    const events = [{ ...event, ...exhaustedAt(1000, code) }];
    return resultOf({ curves: { off: LEAKING }, events }).warnings.filter((each) => each.includes(code));
  };
  t.match(warningsWith('MAPI_E_SESSION_LIMIT'), [/32 .*event 9646/]);
  t.match(warningsWith('MAPI_E_FAILONEPROVIDER'), [/255 open mailboxes/]);
  t.same(warningsWith('MAPI_E_NOT_ENOUGH_MEMORY'), []);
});

test('replicates that stopped in different cycles, or by different codes, are told in one sentence', async (t) => {
  const at = (cycle: number, code?: string) => ({ replicate: 'off-1', ...exhaustedAt(cycle, code) });
  t.equal(exhaustionText([], 3), '');
  t.equal(
    exhaustionText([at(4312), at(4310, 'ERROR_NOT_ENOUGH_MEMORY')], 3),
    '2 of 3 replicates stopped at cycles 4,310 to 4,312: MAPI_E_NOT_ENOUGH_MEMORY and ERROR_NOT_ENOUGH_MEMORY',
  );
  t.equal(exhaustionText([at(7)], 1), '1 of 1 replicate stopped at cycle 7: MAPI_E_NOT_ENOUGH_MEMORY');
});
