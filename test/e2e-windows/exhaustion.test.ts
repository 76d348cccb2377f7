import { join } from 'node:path';
import { test } from 'tap';
import { POINTER_BYTES } from '../../native-bindings/ffi/words.ts';
import { eventsIn, resultOf } from '../support/command.ts';
import { ON_WINDOWS, windowsPlace } from '../support/windows.ts';

const IN_32_BITS =
  POINTER_BYTES === 4 ? ON_WINDOWS : { skip: 'needs a process that can run out of addresses' };
/** So much a logon, in blocks that lie inside the heap, fills 2 GiB in some hundred cycles. */
const LARGE = ['--stand-in', 'InstanceBytes=2097152', '--stand-in', 'InstanceBlocks=16'];
const RUN = [
  'run',
  '--cycles',
  '4000',
  '--block',
  '25',
  '--mailbox-count',
  '40',
  '--replicates',
  '1',
  '--quiet',
];

test('a 32-bit process that leaks to the end of its addresses ends as a result', IN_32_BITS, async (t) => {
  const place = windowsPlace(t);
  const quick = [
    '--stand-in',
    'RoundTripMicroseconds=0',
    '--no-control',
    '--no-explain',
    '--out',
    place.run,
    '--json',
  ];
  const end = place.mapileak(...RUN, ...LARGE, ...quick);
  const result = resultOf(end);
  t.equal(end.code, 0, result.reason);
  t.match(result, { verdict: 'not-fixed', complete: true });
  const [ended] = result.arms[0]?.exhausted ?? [];
  t.match(ended, { code: 'MAPI_E_NOT_ENOUGH_MEMORY', call: 'MAPILogonEx', failedCycles: 3 });
  t.ok((ended?.cycle ?? 0) > 256, `at cycle ${ended?.cycle}`);
  t.ok((ended?.virtualBytes ?? 0) > 1.9 * 2 ** 30, `with ${ended?.virtualBytes} bytes of addresses taken`);
  t.match(eventsIn(join(place.run, 'events.ndjson')).at(-1), { event: 'run-finished', outcome: 'complete' });
});

test(
  'the dial that limits the stand-in’s own heaps is refused where the heaps are the system’s',
  ON_WINDOWS,
  async (t) => {
    const end = windowsPlace(t).mapileak(...RUN, '--stand-in', 'AddressSpaceBytes=4194304');
    t.equal(end.code, 2);
    t.match(end.stderr, /AddressSpaceBytes has no effect on Windows/);
  },
);
