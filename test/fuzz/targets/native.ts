import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import fc from 'fast-check';
import { readBackup } from '../../../harness/execute/flag-backup.ts';
import { readFlightRecord } from '../../../harness/execute/flight-recorder.ts';
import { heard } from '../../../harness/execute/heard.ts';
import { toHostSchema } from '../../../harness/execute/messages.ts';
import { stateRegFile } from '../../../harness/execute/state-reg-file.ts';
import { copiedFileChecks } from '../../../harness/plan/preflight/build-checks.ts';
import { examineFile } from '../../../native-bindings/windows/image-file.ts';
import { writeRegFile } from '../../../native-bindings/windows/reg-file.ts';
import { makeDll } from '../../native-bindings/windows/make-dll.ts';
import { parseRegFile } from '../../support/parse-reg-file.ts';
import { spoilt } from '../mutations.ts';
import { answerOf, type MakeTarget, target } from '../target.ts';
import { changed } from '../values.ts';

const WORK = {
  cycles: 5,
  failures: [
    {
      code: 'MAPI_E_LOGON_FAILED',
      call: 'MAPILogonEx',
      failureClass: 'mailbox',
      mailbox: 'a',
      count: 1,
      firstCycle: 3,
    },
  ],
  elapsedMs: 12.5,
};
const GROUPS = [{ name: 'process heap', heaps: 1, busyBytes: 100, busyBlocks: 3, committedBytes: 4096 }];
const CENSUS = [{ heap: 'process heap', blockBytes: 16, blocks: 3 }];
const GOOD_MESSAGES: readonly unknown[] = [
  {
    say: 'ready',
    standIn: true,
    standInDials: { A: 1 },
    bitness: 64,
    wine: null,
    libraries: ['a'],
    usesCdo: false,
  },
  {
    ...{
      say: 'block-done',
      ...WORK,
      readings: { heapBytes: 5, heaps: 2 },
      unsupported: [{ resource: 'handles', reason: 'x' }],
    },
    walk: { covered: 'all', heaps: 3, busyBlocks: 5, walkMs: 0.5, groups: GROUPS, census: CENSUS },
  },
  {
    say: 'exhausted',
    cycle: 5,
    code: 'MAPI_E_NOT_ENOUGH_MEMORY',
    call: 'MAPILogonEx',
    mailbox: 'a',
    work: WORK,
  },
  ...[{ say: 'discarded' }, { say: 'closed' }, { say: 'tried', failure: null }],
  { say: 'failed', code: 'HOST_DIED', message: 'x', remedy: 'y' },
];

/** What structured clones can hold and JSON cannot. */
const exotic: fc.Arbitrary<unknown> = fc.anything({
  ...{ withBigInt: true, withDate: true, withMap: true, withSet: true, withTypedArray: true },
  ...{ withSparseArray: true, withUnicodeString: true, withNullPrototype: false },
});

/** What a session host says, as it comes through the pipe; and what it is told. */
export const hostMessages: MakeTarget = () =>
  target({
    inputs: fc.oneof(
      changed(GOOD_MESSAGES),
      exotic,
      changed([{ say: 'x', at: Number.NaN, self: null }]).map(cyclic),
    ),
    feed(message) {
      const said = heard(deserialize(serialize(message)), 'hosts/off-1.log');
      if (said.say === 'failed' && (said.message.length > 6000 || /\n\s+at /.test(said.message)))
        throw new Error(said.message);
      if (JSON.stringify(said).includes(':null,"elapsedMs')) throw new Error('not a number');
      toHostSchema.safeParse(message);
      return said.say !== 'failed';
    },
  });

function cyclic(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const around: Record<string, unknown> = { ...value };
  around['self'] = around;
  return around;
}

/** Libraries that were copied from elsewhere: never an error, whatever the bytes. */
export const pe: MakeTarget = (folder) => {
  const file = join(folder, 'Mapi32.dll');
  const good = [
    readFileSync(makeDll(folder, 'a.dll', { bitness: 32, version: '6.5.7226.0' })),
    readFileSync(makeDll(folder, 'b.dll', { bitness: 64, version: '6.5.7226.0', debug: true })).subarray(
      0,
      64 * 1024,
    ),
    Buffer.from('\x7fELF\x02\x01\x01', 'latin1'),
  ];
  // Most of a DLL is padding: what counts is at its beginning, and in its resources.
  const inHeaders = fc
    .tuple(
      fc.constantFrom(...good.slice(0, 1)),
      fc.array(fc.tuple(fc.nat(700), fc.constantFrom(0, 1, 0x7f, 0x80, 0xff)), { maxLength: 6 }),
    )
    .map(([bytes, changes]) => patched(bytes, changes));
  return target({
    inputs: fc.oneof(spoilt(good), inHeaders),
    feed(input) {
      writeFileSync(file, input);
      const found = examineFile(file);
      if ('unreadable' in found) throw new Error(found.unreadable);
      if (found.bytes !== input.length) throw new Error(`${found.bytes} bytes`);
      if (copiedFileChecks(found).some(({ finding }) => finding.length > 3000))
        throw new Error('too long to be read');
      return found.format !== 'unknown';
    },
  });
};

function patched(bytes: Buffer, changes: readonly (readonly [number, number])[]): Buffer {
  const copy = Buffer.from(bytes);
  for (const [at, to] of changes) if (at < copy.length) copy[at] = to;
  return copy;
}

const HEX = 'ff'.repeat(60);
const STATE = [
  {
    view: '64-bit',
    missingKeys: ['SOFTWARE\\A', 'SOFTWARE\\A\\B'],
    values: [
      { key: 'SOFTWARE\\A\\B', name: 'CleanUpMAPIHeap', value: null },
      { key: 'SOFTWARE\\C', name: '', value: { type: 4, data: '01000000' } },
      { key: 'SOFTWARE\\C', name: 'x"\\', value: { type: 7, data: HEX } },
    ],
  },
];
const BACKUP = { schema: 2, pid: 5, savedAt: '2026-01-01T00:00:00.000Z', state: STATE };

/** The flag's backup: what is accepted can be handed to native code, and to regedit. */
export const flagBackup: MakeTarget = (folder) => {
  const file = join(folder, 'flag-backup.json');
  return target({
    inputs: fc.oneof(
      spoilt([Buffer.from(JSON.stringify(BACKUP, null, 2))]),
      changed([BACKUP]).map((value) => Buffer.from(JSON.stringify(value) ?? '')),
    ),
    async feed(input) {
      writeFileSync(file, input);
      const backup = await answerOf(file, () => readBackup(file));
      if (backup === undefined || backup === null) return false;
      parseRegFile(stateRegFile(backup.state, backup.savedAt));
      return true;
    },
  });
};

const REG = writeRegFile(
  [
    {
      kind: 'values',
      key: 'HKEY_LOCAL_MACHINE\\SOFTWARE\\A',
      values: [
        { name: '', value: { type: 1, data: Buffer.from('x\0', 'utf16le') } },
        { name: 'n"\\', value: { type: 4, data: Buffer.from([1, 0, 0, 0]) } },
        { name: 'b', value: { type: 3, data: Buffer.alloc(50, 7) } },
        { name: 'gone', value: null },
      ],
    },
    { kind: 'delete-key', key: 'HKEY_LOCAL_MACHINE\\SOFTWARE\\B' },
  ],
  ['a comment'],
);

/** .reg files, ours and those of regedit: read, or no .reg file; what is read and written again means the same. */
export const regFile: MakeTarget = () =>
  target({
    inputs: fc.oneof(
      spoilt([REG]),
      spoilt([Buffer.from(REG.toString('utf16le').slice(1))]).map((text) =>
        Buffer.from(`\ufeff${text.toString()}`, 'utf16le'),
      ),
    ),
    feed(input) {
      const found = orNull(() => parseRegFile(input));
      if (found === null) return false;
      const written = orNull(() => writeRegFile(found));
      if (written !== null && !writeRegFile(parseRegFile(written)).equals(written))
        throw new Error('it is another file');
      return true;
    },
  });

/** null for no .reg file (SyntaxError), and for names that none can hold (TypeError). */
function orNull<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof SyntaxError || (error instanceof TypeError && /cannot hold/.test(error.message)))
      return null;
    throw error;
  }
}

/** Where a host that was lost had noted what it was doing. */
export const flightRecord: MakeTarget = (folder) => {
  const file = join(folder, 'off-1.flight');
  const good = Buffer.alloc(16);
  good.writeUInt32LE(0x464c_4131, 0);
  return target({
    inputs: spoilt([good]),
    feed(input) {
      writeFileSync(file, input);
      const record = readFlightRecord(file);
      if (record !== null && !(record.cycle >= 0 && record.call.length > 0))
        throw new Error(JSON.stringify(record));
      return record !== null;
    },
  });
};
