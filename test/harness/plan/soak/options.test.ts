import { test } from 'tap';
import { HarnessError } from '../../../../harness/contract/errors.ts';
import { soakSchema } from '../../../../harness/contract/soak.ts';
import { parseSoakOptions, SOAK_DEFAULTS } from '../../../../harness/plan/soak/options.ts';

const GIVEN = {
  ...{ scenario: 'extended-logon', mapi: 'stand-in', ffi: 'koffi', arms: 'off,on', control: true },
  ...{ replicates: 4, flagView: 'own', flagKey: 'applications', impersonation: 'auto' },
  ...{ logonType: 'network', seed: 1, walkBudget: 2, hangTimeout: 120, standIn: [] },
  ...{ checkpoint: '10m', duration: '8h' },
};

const refused = (change: object): string => {
  try {
    parseSoakOptions({ ...GIVEN, ...change });
  } catch (error) {
    if (error instanceof HarnessError && error.code === 'USAGE') return error.message;
    throw error;
  }
  return 'taken';
};

test('a soak lasts for a time or for a number of logons', async (t) => {
  const { run, soak } = parseSoakOptions(GIVEN);
  t.strictSame(soak.until, { by: 'duration', durationMs: 8 * 3_600_000 });
  t.equal(run.cycles, 2000, 'each process runs a fixed length');
  t.equal(run.duration, undefined);
  t.strictSame(parseSoakOptions({ ...GIVEN, duration: undefined, cycles: 1e9 }).soak.until, {
    by: 'cycles',
    cycles: 1e9,
  });
  t.match(refused({ cycles: 10 }), /exclude each other/);
  t.match(refused({ duration: undefined }), /how long is the soak to last/);
});

test('a soak replaces lost hosts, unless it is to end with the first', async (t) => {
  t.equal(parseSoakOptions(GIVEN).run.lostHosts, 'replace');
  t.equal(parseSoakOptions({ ...GIVEN, lostHosts: 'end-run' }).run.lostHosts, 'end-run');
});

test('what makes no sense of a soak is refused, and named', async (t) => {
  t.match(refused({ rate: 0 }), /^--rate: /);
  t.match(refused({ quietHours: 'at night' }), /^--quiet-hours: .*22:00-06:00/);
  t.match(refused({ pause: '5' }), /^--pause: /);
  t.match(refused({ replicateCycles: 0 }), /^--replicate-cycles: /);
  t.match(refused({ checkpoint: 'never' }), /^--checkpoint: /);
});

test('a soak goes on when a session host is lost, unless it is told to end', async (t) => {
  t.equal(parseSoakOptions(GIVEN).run.lostHosts, 'replace');
  t.equal(parseSoakOptions({ ...GIVEN, lostHosts: 'end-run' }).run.lostHosts, 'end-run');
});

test('rows are put together at a size that is neither too small nor too large', async (t) => {
  t.equal(parseSoakOptions(GIVEN).soak.rotateAtBytes, 16 * 2 ** 20);
  t.equal(parseSoakOptions({ ...GIVEN, rotateAt: SOAK_DEFAULTS.rotateAt }).soak.rotateAtBytes, 16 * 2 ** 20);
  t.equal(parseSoakOptions({ ...GIVEN, rotateAt: '500KB' }).soak.rotateAtBytes, 500_000);
  t.equal(parseSoakOptions({ ...GIVEN, rotateAt: '4KiB' }).soak.rotateAtBytes, 4096);
  for (const wrong of ['4095B', '2GiB', '0B']) {
    t.match(refused({ rotateAt: wrong }), /^--rotate-at: /, wrong);
  }
  t.match(refused({ rotateAt: '16' }), /^--rotate-at: a size is a number with a unit/);
});

test('an older plan, which says nothing of it, has them put together at 16 MiB', async (t) => {
  const { rotateAtBytes, ...older } = parseSoakOptions(GIVEN).soak;
  t.equal(soakSchema.parse(older).rotateAtBytes, rotateAtBytes);
});

test('pace, pauses and quiet hours are what was asked for, or none', async (t) => {
  const none = parseSoakOptions(GIVEN).soak;
  t.match(none, { cyclesPerSecond: null, pauseMs: 0, quietHours: null, checkpointMs: 600_000 });
  const asked = parseSoakOptions({ ...GIVEN, rate: 5, pause: '5m', quietHours: '07:00-19:00' }).soak;
  t.match(asked, {
    cyclesPerSecond: 5,
    pauseMs: 300_000,
    quietHours: { fromMinute: 420, toMinute: 1140 },
  });
});
