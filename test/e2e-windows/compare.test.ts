import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { environmentSchema } from '../../harness/contract/environment.ts';
import type { FfiEngineName } from '../../harness/contract/plan.ts';
import { sampleSchema } from '../../harness/contract/sample.ts';
import { POINTER_BYTES } from '../../native-bindings/ffi/words.ts';
import { resultOf } from '../support/command.ts';
import { ON_WINDOWS, windowsPlace } from '../support/windows.ts';

const FEW_MAILBOXES = [
  '--mailbox-count',
  '50',
  '--walk-budget',
  '60',
  '--quiet',
  '--no-self-test',
  '--no-explain',
];
/** A 64-bit Node has more noise of its own: in 500 cycles it leaves the absence of a leak open now and then. */
const CYCLES = POINTER_BYTES === 4 ? 500 : 1000;
const SHORT = ['--cycles', `${CYCLES}`, '--block', '50', ...FEW_MAILBOXES];
/** Over so many cycles Node's own noise in the process heap stays below a per cent of the leak. */
const LONGER = ['--cycles', '1500', '--block', '100', ...FEW_MAILBOXES];
/** Whole runs take long: each bitness compares with one engine and measures a leak with the other. */
const COMPARE_ENGINE: FfiEngineName = POINTER_BYTES === 4 ? 'ffi-napi' : 'koffi';
const LEAK_ENGINE: FfiEngineName = POINTER_BYTES === 4 ? 'koffi' : 'ffi-napi';
const STAND_IN = ['--stand-in', 'RoundTripMicroseconds=0'];

/** Windows keeps a few bytes of every heap in the process heap: they leak with it. */
const BYTES_BESIDE_A_HEAP = 64;

test('compare gives fixed, through the system’s mapi32.dll', ON_WINDOWS, async (t) => {
  const place = windowsPlace(t);
  const ended = place.mapileak(
    'compare',
    ...SHORT,
    ...STAND_IN,
    '--ffi',
    COMPARE_ENGINE,
    // With three, the other one does, too.
    '--replicates',
    '4',
    '--json',
    '--out',
    place.run,
  );
  const result = resultOf(ended);
  t.equal(result.verdict, 'fixed', `${result.reason} ${ended.stderr}`);
  t.equal(ended.code, 0);
  const off = result.arms.find(({ arm }) => arm === 'off');
  const heaps = off?.resources['heaps']?.perCycle;
  t.ok(Math.abs((heaps?.estimate ?? 0) - 1) <= 0.01, `${heaps?.estimate} heaps per logon`);
  const bytes = off?.resources['heapBytes']?.perCycle?.estimate ?? 0;
  t.ok(bytes >= 0.99 * 4096 && bytes <= 1.01 * (4096 + BYTES_BESIDE_A_HEAP), `${bytes} bytes per logon`);

  const environment = environmentSchema.parse(
    JSON.parse(readFileSync(join(place.run, 'environment.json'), 'utf8')),
  );
  t.match(environment, {
    platform: 'win32',
    arch: process.arch,
    bitness: POINTER_BYTES === 4 ? 32 : 64,
    standIn: true,
  });
  const lacking = environment.unsupported.find(({ resource }) => resource === 'reservedHeapBytes');
  if (environment.wine !== null) t.match(lacking?.reason, /HeapSummary is not implemented by Wine/);
  const files = environment.libraries.map(({ path }) => path.toLowerCase());
  t.ok(
    files.some((file) => file.endsWith('\\mapi32.dll')),
    'the loader',
  );
  t.ok(
    files.some((file) => file.endsWith('\\standin-mapi32.dll')),
    'and what it loaded',
  );

  const samples = readFileSync(join(place.run, 'samples.ndjson'), 'utf8').trimEnd().split('\n');
  const last = samples.map((row) => sampleSchema.parse(JSON.parse(row))).findLast(({ arm }) => arm === 'off');
  if (last?.kind !== 'quiescent' || last.walk.covered !== 'all') throw new Error('no walk at the end');
  for (const name of ['committedPrivateBytes', 'virtualBytes', 'mappedBytes', 'threads'] as const) {
    t.ok((last.readings[name] ?? 0) > 0, name);
  }
  const groups = new Map(last.walk.groups.map((group) => [group.name, group]));
  t.ok(groups.has('process heap'));
  t.ok(groups.has('first seen at MAPIInitialize'), 'the heap of the provider itself');
  const leaked = [...groups]
    .filter(([name]) => name.startsWith('first seen in cycles'))
    .map(([, group]) => group);
  const leakedHeaps = leaked.reduce((sum, group) => sum + group.heaps, 0);
  const leakedBytes = leaked.reduce((sum, group) => sum + group.busyBytes, 0);
  t.ok(
    leakedHeaps >= CYCLES - 2 && leakedHeaps <= CYCLES,
    `${leakedHeaps} heaps of ${CYCLES} logons are left`,
  );
  t.equal(leakedBytes, 4096 * leakedHeaps, 'each with what was dialled');
});

test(`a leak of 1,000 bytes per logon is measured within 1 %, by ${LEAK_ENGINE}`, ON_WINDOWS, async (t) => {
  const leak = ['--arms', 'on', '--stand-in', 'LeakBytesPerLogon=1000'];
  const args = ['run', ...LONGER, ...STAND_IN, ...leak, '--replicates', '2', '--ffi', LEAK_ENGINE, '--json'];
  const ended = windowsPlace(t).mapileak(...args);
  const on = resultOf(ended).arms.find(({ arm }) => arm === 'on');
  const rate = on?.resources['heapBytes']?.perCycle;
  t.ok(Math.abs((rate?.estimate ?? 0) - 1000) <= 10, `${rate?.estimate} bytes, ${ended.stderr}`);
  t.not(on?.resources['heaps']?.verdict, 'leak');
});
