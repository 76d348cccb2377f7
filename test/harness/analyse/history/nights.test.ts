import { test } from 'tap';
import { FALSE_ALARMS, findingsOf, RULE } from '../../../../harness/analyse/history/differs.ts';
import { judgeNights } from '../../../../harness/analyse/history/nights.ts';
import type { HistoryEntry } from '../../../../harness/contract/history.ts';
import { nightEntry, rateOf } from '../../../support/history-entries.ts';
import { noiseOf } from '../../../support/noise.ts';

type Verdict = HistoryEntry['verdict'];

/** A night on which `off` leaks and `on` does not, unless said otherwise. */
const night = (day: number, on = 0, verdict: Verdict = 'fixed', off = 4096): HistoryEntry =>
  nightEntry(day, { off: { heapBytes: rateOf(off, 10) }, on: { heapBytes: rateOf(on, 10) } }, { verdict });

const nights = (count: number): readonly HistoryEntry[] =>
  Array.from({ length: count }, (_, day) => night(day));

const statuses = (entries: readonly HistoryEntry[]): readonly string[] =>
  judgeNights(entries).map(({ status }) => status);

test('runs that are alike are alike, once there are three before them', (t) => {
  t.same(statuses(nights(5)), ['first', 'few', 'few', 'same', 'same']);
  t.end();
});

test('the first night that differs is flagged, with what differs and what was expected', (t) => {
  const judged = judgeNights([...nights(10), night(10, 520, 'reduced')]).at(-1);
  t.equal(judged?.status, 'changed');
  t.match(judged?.findings, [
    { kind: 'verdict', from: 'fixed', to: 'reduced' },
    { kind: 'rate', arm: 'on', resource: 'heapBytes', direction: 'more', expected: { mean: 0, runs: 10 } },
  ]);
  t.end();
});

test('nights that stay so are not flagged again, and the third of them is the new level', (t) => {
  const after = [10, 11, 12, 13].map((day) => night(day, 520, 'reduced'));
  t.same(statuses([...nights(10), ...after]).slice(-4), ['changed', 'still', 'still', 'same']);
  t.end();
});

test('a single night that differs is not counted among those before', (t) => {
  const all = [...nights(5), night(5, 520, 'reduced'), night(6), night(7, 520, 'reduced')];
  t.same(statuses(all).slice(-3), ['changed', 'back', 'changed']);
  t.end();
});

test('what differs from the change, too, is flagged by its verdict', (t) => {
  const all = [...nights(5), night(5, 520, 'reduced'), night(6, 9000, 'worse')];
  t.same(statuses(all).slice(-2), ['changed', 'changed']);
  t.end();
});

test('a verdict that changes is flagged from the second night on', (t) => {
  t.same(statuses([night(0), night(1, 4096, 'not-fixed')]), ['first', 'changed']);
  t.end();
});

test('a night that is like those before only because logons failed is not compared', (t) => {
  const diluted = (perSuccess: number | null, day = 6): HistoryEntry => {
    const entry = night(day);
    const arms = entry.arms.map((arm) => {
      const heapBytes = arm.resources.heapBytes;
      if (arm.arm !== 'off' || heapBytes === undefined) return arm;
      const resources = {
        ...arm.resources,
        heapBytes: { ...heapBytes, perSuccessfulCycle: perSuccess === null ? null : rateOf(perSuccess, 20) },
      };
      return { ...arm, resources };
    });
    return { ...entry, arms };
  };
  t.equal(statuses([...nights(6), diluted(8192)]).at(-1), 'not-compared');
  t.equal(statuses([...nights(6), diluted(4100)]).at(-1), 'same', 'a few that failed change nothing');
  t.equal(statuses([...nights(6), diluted(null)]).at(-1), 'not-compared', 'too few succeeded to tell');
  const always = Array.from({ length: 6 }, (_, day) => diluted(4400, day));
  t.equal(statuses(always).at(-1), 'same', 'where some fail each night, nights are alike all the same');
  t.end();
});

test('a night that settles nothing hides no change after it', (t) => {
  const all = [night(0), night(1, 0, 'inconclusive'), night(2, 4096, 'not-fixed')];
  t.same(statuses(all), ['first', 'few', 'changed']);
  t.end();
});

test('differences below the margin are none, however certain', (t) => {
  const exact = (day: number, on: number): HistoryEntry =>
    nightEntry(day, { on: { heapBytes: rateOf(on, 0.001) } });
  t.same(statuses([0, 0, 0, 0, 63].map((on, day) => exact(day, on))).at(-1), 'same');
  t.same(statuses([0, 0, 0, 0, 65].map((on, day) => exact(day, on))).at(-1), 'changed');
  t.end();
});

test('nights that agree by chance do not make an uncertain one differ', (t) => {
  const uncertain = nightEntry(9, { on: { heapBytes: rateOf(300, 400) } });
  t.equal(statuses([...nights(9), uncertain]).at(-1), 'same');
  t.end();
});

test('runs without a result, and invalid ones, are passed over', (t) => {
  const none = nightEntry(5, {}, { verdict: null, state: 'unfinished' });
  const invalid = night(6, 9000, 'invalid');
  t.same(statuses([...nights(5), none, invalid, night(7)]).slice(-3), [
    'not-compared',
    'not-compared',
    'same',
  ]);
  t.end();
});

test('what else changed is named with the run', (t) => {
  const later = { ...night(3), also: { ...night(3).also, node: '99.0.0' } };
  t.match(judgeNights([...nights(3), later]).at(-1)?.also, [
    { what: 'node', before: '20.20.2', now: '99.0.0' },
  ]);
  t.end();
});

/** Rates of two arms and two gates that differ from night to night by more than each run says of itself. */
function noisyNights(seed: number, count: number, shift = 0): readonly HistoryEntry[] {
  const noise = noiseOf(seed);
  const gates = (last: boolean, level: number) => ({
    heapBytes: rateOf(level + noise.normal(80) + (last ? shift : 0), 40),
    heaps: rateOf(noise.normal(0.01), 0.006),
  });
  return Array.from({ length: count }, (_, day) =>
    nightEntry(day, { off: gates(false, 4096), on: gates(day === count - 1, 0) }),
  );
}

/** Whether the last of these nights differs from those before it. */
const isFlagged = (all: readonly HistoryEntry[]): boolean => {
  const last = all.at(-1);
  return last !== undefined && findingsOf(all.slice(0, -1), last).length > 0;
};

test('nights of nothing but noise are flagged no more often than the rule says', (t) => {
  for (const before of [3, 6, 20]) {
    const runs = 800;
    const flagged = Array.from({ length: runs }, (_, seed) => isFlagged(noisyNights(seed, before + 1)));
    const count = flagged.filter(Boolean).length;
    // Three standard deviations of a count with that chance.
    const most = runs * FALSE_ALARMS + 3 * Math.sqrt(runs * FALSE_ALARMS);
    t.ok(count <= most, `${count} of ${runs} after ${before} nights, at most ${most.toFixed(0)}`);
  }
  t.match(RULE, /no more than one in 100/);
  t.end();
});

test('a shift of eight standard deviations is found in nearly every case after ten nights', (t) => {
  const found = Array.from({ length: 200 }, (_, seed) => isFlagged(noisyNights(seed, 11, 640)));
  t.ok(found.filter(Boolean).length > 190, `${found.filter(Boolean).length} of 200`);
  t.end();
});
