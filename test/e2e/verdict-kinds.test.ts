import { test } from 'tap';
import { FFI_ENGINES } from '../../harness/contract/plan.ts';
import { NIGHTLY } from '../support/nightly.ts';
import {
  armOf,
  type Check,
  CURED,
  dials,
  holds,
  kindOf,
  onEngine,
  onEngineByDay,
  PACED,
  resourceOf,
} from '../support/verdict-run.ts';

/** Samples close enough to see the first pass over 100 mailboxes, and five passes. */
const PASSES = ['--cycles', '512', '--block', '8', '--mailbox-count', '100'];

for (const [what, byDay, dialled] of [
  [
    'a cache with an entry for each mailbox',
    'ffi-napi',
    { CacheBytesPerMailbox: 3000, CacheMailboxes: 10_000 },
  ],
  ['a leak for each new user', 'koffi', { LeakPerNewUser: 3000 }],
] as const) {
  test(`${what} beside a leak per logon: both are told, each at its rate`, async (t) => {
    const args = [...CURED, ...PASSES, ...dials({ LeakBytesPerLogon: 1000, ...dialled })];
    await onEngineByDay(byDay, t, args, (result, ffi) => {
      t.equal(result.verdict, 'not-fixed', `${ffi}: ${result.reason}`);
      const arm = armOf(result);
      const kind = kindOf(arm, 'heapBytes');
      t.same(kind.kinds, ['per-logon', 'per-mailbox'], kind.sentence);
      t.match(kind.sentence, /3,000 bytes \[[\d., ]+\] per distinct mailbox, not ended by the last of 100;/);
      return [
        holds(t, resourceOf(arm, 'heapBytes').perCycle, 1000, `${ffi}, in all`),
        holds(t, kind.perLogon, 1000, `${ffi}, per logon`),
        holds(t, kind.perMailbox, 3000, `${ffi}, per mailbox`),
      ];
    });
  });
}

test('what is kept for each mailbox is no leak once all mailboxes are known', async (t) => {
  const cache = dials({ CacheBytesPerMailbox: 3000, CacheMailboxes: 10_000 });
  await onEngine('koffi', t, [...CURED, ...PASSES, ...cache], (result, ffi) => {
    t.equal(result.verdict, 'no-leak', `${ffi}: ${result.reason}`);
    return [];
  });
});

test('while mailboxes are still new, what each new user leaves is not called a leak per logon', async (t) => {
  const args = ['--cycles', '512', '--block', '16', '--mailbox-count', '700'];
  await onEngine('ffi-napi', t, [...CURED, ...args, ...dials({ LeakPerNewUser: 3000 })], (result, ffi) => {
    t.equal(result.verdict, 'inconclusive', `${ffi}: ${result.reason}`);
    t.match(result.reason, /3,000 bytes \[[\d., ]+\] per distinct mailbox up to 512 mailboxes/);
    t.match(result.reason, /cannot be told: run at least 1,400 cycles/);
    const arm = armOf(result);
    t.match(kindOf(arm, 'heapBytes').sentence, /; none per logon of the same mailbox, none per minute$/);
    return [holds(t, resourceOf(arm, 'heapBytes').perCycle, 3000, ffi)];
  });
});

test('a leak by the minute beside one by the logon: both are told, each at its rate within 3 %', async (t) => {
  const [bytesPerLogon, bytesPerMinute] = [20_000, 6_000_000];
  const both = dials({ LeakBytesPerLogon: bytesPerLogon, LeakBytesPerMinute: bytesPerMinute });
  const args = ['--cycles', '512', '--block', '16', '--mailbox-count', '20'];
  await onEngine('koffi', t, [...CURED, ...args, ...both], (result, ffi) => {
    t.equal(result.verdict, 'not-fixed', `${ffi}: ${result.reason}`);
    const { kinds, perLogon, perMinute, sentence } = kindOf(armOf(result), 'heapBytes');
    // Any other kind is a difference of noisy rates here, which a 95 % interval convicts now and then.
    t.same(new Set(kinds.slice(0, 2)), new Set(['per-logon', 'per-minute']), sentence);
    for (const [rate, dialled] of [
      [perLogon, bytesPerLogon],
      [perMinute, bytesPerMinute],
    ] as const) {
      t.ok(Math.abs((rate?.estimate ?? 0) - dialled) <= 0.03 * dialled, `${ffi}: ${dialled} in ${sentence}`);
    }
    return [];
  });
});

test('a leak by the minute alone is never called clean, nor laid on anything but time', async (t) => {
  const dialled = 6_000_000;
  const args = ['--cycles', '512', '--block', '8', '--mailbox-count', '20'];
  const alone = [...PACED, ...args, ...dials({ LeakBytesPerMinute: dialled })];
  // Whether that is a leak or left open hangs on the machine's pace, so engines need not agree.
  const check: Check = (result) => {
    const arm = armOf(result);
    t.not(arm.verdict, 'no-leak', arm.reason);
    // A machine whose pace changes makes growth by the logon uneven; then the run does not ask for its kind.
    for (const kind of arm.kinds.filter(({ resource }) => resource === 'heapBytes')) {
      t.equal(kind.kinds[0], 'per-minute', kind.sentence);
      const estimate = kind.perMinute?.estimate ?? 0;
      t.ok(Math.abs(estimate - dialled) <= 0.03 * dialled, `${estimate} bytes per minute`);
    }
    return [];
  };
  for (const ffi of NIGHTLY ? FFI_ENGINES : (['ffi-napi'] as const)) await onEngine(ffi, t, alone, check);
});

test('rare lumps that the same mailbox was not watched long enough for are not laid on the change of identity', async (t) => {
  const rare = dials({ RareLeakBytes: 65_536, RareLeakEvery: 250 });
  // Blocks of one period make a line of the stairs, so that there is growth to explain.
  const args = ['--cycles', '6000', '--block', '250', '--mailbox-count', '20'];
  await onEngine('ffi-napi', t, [...CURED, ...args, ...rare], (result, ffi) => {
    t.equal(result.verdict, 'not-fixed', `${ffi}: ${result.reason}`);
    const arm = armOf(result);
    const kind = kindOf(arm, 'heapBytes');
    t.notMatch(kind.kinds, ['per-switch'], `every logon leaks, whoever it is: ${kind.sentence}`);
    t.notMatch(kind.sentence, /none per logon of the same mailbox/);
    return [holds(t, resourceOf(arm, 'heapBytes').perCycle, 65_536 / 250, ffi)];
  });
});
