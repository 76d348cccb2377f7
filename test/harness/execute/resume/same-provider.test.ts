import { test } from 'tap';
import { gapMsSince, requireUnfinished } from '../../../../harness/execute/resume/require-unfinished.ts';
import { requireSameProvider } from '../../../../harness/execute/resume/same-provider.ts';
import { PLAN } from '../../analyse/make-run.ts';

const library = (path: string, sha256: string | null, version: string | null = null) => ({
  ...{ path, sha256, version, bytes: 1, unreadable: null },
});
const BEFORE = { standIn: false, bitness: 32 as const, libraries: [library('mapi32.dll', 'a', '6.5.1')] };

test('a run goes on with the MAPI that it was begun with', (t) => {
  t.doesNotThrow(() => requireSameProvider(BEFORE, { ...BEFORE }));
  const unreadable = { ...BEFORE, libraries: [library('mapi32.dll', null)] };
  t.doesNotThrow(() => requireSameProvider(BEFORE, unreadable), 'a file that cannot be read is no other');
  t.end();
});

test('another MAPI is refused, and what is another about it told', (t) => {
  const others = [
    [{ ...BEFORE, standIn: true }, /stand-in/],
    [{ ...BEFORE, bitness: 64 as const }, /32 bits, and has 64/],
    [
      { ...BEFORE, libraries: [library('mapi32.dll', 'b', '6.5.2')] },
      /changed from version 6\.5\.1 to 6\.5\.2/,
    ],
    [{ ...BEFORE, libraries: [] }, /mapi32\.dll is no longer/],
    [{ ...BEFORE, libraries: [...BEFORE.libraries, library('x.dll', 'c')] }, /x\.dll was not/],
  ] as const;
  for (const [now, message] of others) {
    t.throws(() => requireSameProvider(BEFORE, { ...now, libraries: [...now.libraries] }), {
      code: 'MAPI_ENVIRONMENT',
      message,
    });
  }
  t.end();
});

test('only a soak that has not ended can be resumed', (t) => {
  t.throws(() => requireUnfinished('runs/x', PLAN, { isFinished: false }), {
    code: 'RUN_FOLDER',
    message: /mapileak compare/,
    remedy: /mapileak analyse runs\/x/,
  });
  const soak = {
    until: { by: 'cycles', cycles: 1 },
    ...{ checkpointMs: 0, untilSettled: false, cyclesPerSecond: null, pauseMs: 0, quietHours: null },
    rotateAtBytes: 2 ** 20,
  } as const;
  t.equal(requireUnfinished('x', { ...PLAN, soak }, { isFinished: false }), soak);
  t.throws(() => requireUnfinished('x', { ...PLAN, soak }, { isFinished: true }), { message: /to its end/ });
  t.end();
});

test('the gap is by the wall clock, and unknown where that was put back', (t) => {
  const at = '2026-01-01T00:00:00.000Z';
  t.equal(gapMsSince(at, new Date('2026-01-01T01:00:00.000Z')), 3_600_000);
  t.equal(gapMsSince(at, new Date('2025-12-31T23:00:00.000Z')), null);
  t.equal(gapMsSince(null, new Date(at)), null);
  t.end();
});
