import { test } from 'tap';
import type { NewEvent } from '../../../../harness/execute/run-folder.ts';
import { type DayClock, QuietHoursGate } from '../../../../harness/execute/soak/quiet-hours-gate.ts';

const QUIET = { fromMinute: 7 * 60, toMinute: 19 * 60 };
const MINUTE_MS = 60_000;
const FOR_EVER = (): number => Number.POSITIVE_INFINITY;

/** A day that passes as one rests. */
function day(startsAt: number, stop = new AbortController()) {
  let minute = startsAt;
  const events: NewEvent[] = [];
  const clock: DayClock = {
    minuteOfDay: () => minute % (24 * 60),
    rest: async (ms) => {
      minute += ms / MINUTE_MS;
      return ms;
    },
  };
  const folder = {
    addEvent: (event: NewEvent) => {
      events.push(event);
      return { ...event, schema: 1, at: '2026-01-01T00:00:00.000Z', elapsedMs: 0 } as const;
    },
  };
  const gate = new QuietHoursGate(QUIET, folder, stop.signal, () => {}, clock);
  return { gate, events, now: () => minute };
}

test('a turn in the quiet hours waits until they are over, and says so', async (t) => {
  const { events, gate, now } = day(18 * 60);
  await gate.beforeTurn();
  t.equal(now(), 19 * 60);
  t.strictSame(events, [{ event: 'waiting', why: 'quiet-hours', ms: 60 * MINUTE_MS }]);
});

test('outside of them nothing waits', async (t) => {
  const { events, gate, now } = day(19 * 60);
  await gate.beforeTurn();
  await gate.beforeRound(10 * MINUTE_MS, FOR_EVER);
  t.equal(now(), 19 * 60);
  t.strictSame(events, []);
});

test('a round that would reach into the quiet hours waits for their end', async (t) => {
  const fits = day(6 * 60);
  await fits.gate.beforeRound(60 * MINUTE_MS, FOR_EVER);
  t.equal(fits.now(), 6 * 60, 'it just fits');
  const late = day(6 * 60 + 1);
  await late.gate.beforeRound(60 * MINUTE_MS, FOR_EVER);
  t.equal(late.now(), 19 * 60);
});

test('rounds longer than a night begin all the same', async (t) => {
  const { gate, now } = day(6 * 60);
  await gate.beforeRound(13 * 60 * MINUTE_MS, FOR_EVER);
  t.equal(now(), 6 * 60);
});

test('the wish to stop ends the wait', async (t) => {
  const stop = new AbortController();
  stop.abort();
  const { gate, now } = day(8 * 60, stop);
  await gate.beforeTurn();
  t.equal(now(), 8 * 60);
});

test('nobody waits for longer than the soak is to last', async (t) => {
  const { events, gate, now } = day(7 * 60);
  await gate.beforeRound(0, () => (8 * 60 + 0.25 - now()) * MINUTE_MS);
  t.equal(now(), 8 * 60 + 0.25);
  t.strictSame(events, [{ event: 'waiting', why: 'quiet-hours', ms: 60.25 * MINUTE_MS }]);
});
