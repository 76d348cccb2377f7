import type { Trace } from './detector.ts';
import { at, growth, type Peer, type PeerOutcome } from './peer.ts';

/**
 * Rules that count or compare what a few calls leave behind. A cycle stands for a call, a collection or a
 * dump.
 */
export const CALL_RULES: readonly Peer[] = [
  { name: 'memwatch', rule: '5 rises in a row within 200 cycles', judge: memwatch },
  { name: 'leakage', rule: '6 diffs of 30 cycles, 5 in a row above 1,024 bytes', judge: leakage },
  { name: 'CPython -R 3:3', rule: '3 warm-ups, then all of 3 deltas at least 1', judge: regrtest(3, 3) },
  { name: 'CPython -R 5:4', rule: '5 warm-ups, then all of 4 deltas at least 1', judge: regrtest(5, 4) },
  {
    name: 'psleak',
    rule: 'runs of 200 to 1,100 calls: each grows, and by more than the one before',
    judge: psleak,
  },
  { name: 'LeakCanary', rule: '5 dumps, 2 cycles apart, each rise at least 2', judge: leakCanary },
  { name: 'BLeak', rule: '8 cycles, each above the one before', judge: bleak },
  { name: 'Telemetry', rule: 'the last of 10 dumps above the first', judge: ends(1, 10) },
  { name: 'Test::LeakTrace', rule: 'one warm-up, then any growth over one call', judge: ends(1, 2) },
  { name: 'Ruby', rule: 'twice the memory after 1,000 cycles', judge: ruby },
  { name: 'HHVM', rule: '2 warm-ups; growth over 3,000 calls above 1.25 times that over 1,000', judge: hhvm },
  { name: 'PAL', rule: 'more than 100 MB an hour, at one cycle a second', judge: pal },
];

/** node-memwatch: heap used after a collection above that after the one before, five times in a row. */
function memwatch(bytes: Trace): PeerOutcome {
  let rises = 0;
  for (let cycle = 1; cycle <= 200; cycle += 1) {
    rises = growth(bytes, cycle - 1, cycle) > 0 ? rises + 1 : 0;
    if (rises === 5) return { isAlarm: true, cycles: cycle };
  }
  return { isAlarm: false, cycles: 200 };
}

/** leakage: the longest run of diffs above its sensitivity of 1,024 bytes is longer than floor(6 x 2/3). */
function leakage(bytes: Trace): PeerOutcome {
  let run = 0;
  let longest = 0;
  for (let cycle = 30; cycle <= 180; cycle += 30) {
    run = growth(bytes, cycle - 30, cycle) > 1024 ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return { isAlarm: longest >= 5, cycles: 180 };
}

/** CPython's regrtest -R warm-ups:runs. */
function regrtest(warmUps: number, runs: number): Peer['judge'] {
  const last = warmUps + runs;
  return (bytes) => {
    for (let run = warmUps + 1; run <= last; run += 1) {
      if (growth(bytes, run - 1, run) < 1) return { isAlarm: false, cycles: last };
    }
    return { isAlarm: true, cycles: last };
  };
}

/**
 * psleak: passes at once when a run does not grow, or not more than the one before, though each makes more
 * calls.
 */
function psleak(bytes: Trace): PeerOutcome {
  let cycle = 10;
  let before = 0;
  for (let calls = 200; calls <= 1100; calls += 100) {
    const added = growth(bytes, cycle, cycle + calls);
    cycle += calls;
    if (added <= before) return { isAlarm: false, cycles: cycle };
    before = added;
  }
  return { isAlarm: true, cycles: cycle };
}

/** LeakCanary's object growth detector stops at the first dump that did not grow by one object a cycle. */
function leakCanary(bytes: Trace): PeerOutcome {
  for (let cycle = 4; cycle <= 10; cycle += 2) {
    if (growth(bytes, cycle - 2, cycle) < 2) return { isAlarm: false, cycles: cycle };
  }
  return { isAlarm: true, cycles: 10 };
}

function bleak(bytes: Trace): PeerOutcome {
  for (let cycle = 2; cycle <= 8; cycle += 1) {
    if (growth(bytes, cycle - 1, cycle) <= 0) return { isAlarm: false, cycles: 8 };
  }
  return { isAlarm: true, cycles: 8 };
}

/** Rules that compare two dumps. */
function ends(first: number, last: number): Peer['judge'] {
  return (bytes) => ({ isAlarm: growth(bytes, first, last) > 0, cycles: last });
}

/** Ruby's assert_no_memory_leak. */
function ruby(bytes: Trace): PeerOutcome {
  return { isAlarm: at(bytes, 1000) / at(bytes, 0) >= 2, cycles: 1000 };
}

/**
 * HHVM's leak test compares two growths. Where there is none its ratio says nothing: that is no alarm here.
 */
function hhvm(bytes: Trace): PeerOutcome {
  const early = growth(bytes, 2, 1002);
  const whole = growth(bytes, 2, 3002);
  return { isAlarm: whole > 0 && whole > 1.25 * early, cycles: 3002 };
}

/** PAL's trend of private bytes is (last - first)/time. */
function pal(bytes: Trace): PeerOutcome {
  const secondsPerHour = 3600;
  return { isAlarm: growth(bytes, 0, secondsPerHour) > 100e6, cycles: secondsPerHour };
}
