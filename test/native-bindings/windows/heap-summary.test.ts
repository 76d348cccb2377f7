import { test } from 'tap';
import { FFI_ENGINES } from '../../../harness/contract/plan.ts';
import { SurveySet } from '../../../harness/sample/counters.ts';
import { platformSources } from '../../../harness/sample/platform-counters.ts';
import { bindTable } from '../../../native-bindings/ffi/bind-table.ts';
import { stdcall } from '../../../native-bindings/ffi/signature.ts';
import { openHeapSummaries } from '../../../native-bindings/windows/heap-summary.ts';
import { ProcessHeaps } from '../../../native-bindings/windows/heaps.ts';
import { openWindows, type Windows } from '../../../native-bindings/windows/windows.ts';
import { ELSEWHERE, ON_WINDOWS } from '../../support/windows.ts';

const HEAP_FUNCTIONS = {
  HeapCreate: stdcall('pointer', 'u32', 'pointer', 'pointer'),
  HeapDestroy: stdcall('i32', 'pointer'),
  HeapAlloc: stdcall('pointer', 'pointer', 'u32', 'pointer'),
} as const;

const RESERVED_AT_FIRST = 65_536;
const HEAPS = 40;

/** Reads the survey of reserved heap bytes, and nothing else. */
function reservedHeapBytes(windows: Windows, heaps: ProcessHeaps): number | undefined {
  const { surveys } = platformSources(windows, heaps);
  const reading = surveys.filter(({ resources }) => resources.includes('reservedHeapBytes'));
  return new SurveySet(reading).read().reservedHeapBytes;
}

for (const engine of FFI_ENGINES) {
  test(`${engine}: summary and walk agree on every heap`, ELSEWHERE, async (t) => {
    const windows = await openWindows(engine);
    const win32 = bindTable(windows.kernel32Library, HEAP_FUNCTIONS);
    const heaps = new ProcessHeaps(windows, () => {});
    const summaries = openHeapSummaries(windows);
    if (!summaries.supported) throw new Error(summaries.reason);
    const heap = win32.HeapCreate(0, 0, 0);
    for (const size of [1, 24, 1000, 4096, 70_000, 400_000]) win32.HeapAlloc(heap, 0, size);

    const walked = heaps.walk();
    t.match(
      walked.find(({ handle }) => handle === heap),
      { busyBytes: 475_121 },
    );
    for (const { handle, busyBytes, committedBytes } of walked) {
      const { allocated, committed, reserved } = summaries.of(handle);
      t.equal(allocated, busyBytes);
      t.equal(committed, committedBytes);
      t.ok(reserved >= committed);
      t.equal(reserved % RESERVED_AT_FIRST, 0);
    }
    const large = 3_000_000;
    const before = summaries.of(heap);
    win32.HeapAlloc(heap, 0, large);
    const after = summaries.of(heap);
    t.equal(after.allocated - before.allocated, large);
    t.ok(after.committed - before.committed >= large, 'a block of its own has committed pages of its own');
    t.ok(after.reserved >= after.committed);
    t.ok(win32.HeapDestroy(heap));
    t.throws(() => summaries.of(0), /HeapSummary.*ERROR_INVALID_HANDLE/);
  });

  test(`${engine}: heaps that are left over show in what is reserved`, ELSEWHERE, async (t) => {
    const windows = await openWindows(engine);
    const win32 = bindTable(windows.kernel32Library, HEAP_FUNCTIONS);
    const heaps = new ProcessHeaps(windows, () => {});
    const before = reservedHeapBytes(windows, heaps) ?? Number.NaN;
    const made = Array.from({ length: HEAPS }, () => win32.HeapCreate(0, 0, 0));
    t.equal(reservedHeapBytes(windows, heaps), before + HEAPS * RESERVED_AT_FIRST);
    for (const heap of made) win32.HeapDestroy(heap);
    t.equal(reservedHeapBytes(windows, heaps), before);
  });
}

test('a system without the export has no summaries, and the resource says why', ELSEWHERE, async (t) => {
  const windows = await openWindows('ffi-napi');
  const older: Windows = { ...windows, kernel32Library: windows.cLibrary };
  const { surveys, unsupported } = platformSources(older, new ProcessHeaps(windows, () => {}));
  t.same(surveys, []);
  t.match(unsupported, [{ resource: 'reservedHeapBytes', reason: /does not export HeapSummary/ }]);
});

test('Wine is not asked, and the process lives', ON_WINDOWS, async (t) => {
  const windows = await openWindows('ffi-napi');
  if (windows.wine === null) {
    t.pass('this is no Wine');
    return;
  }
  const heaps = new ProcessHeaps(windows, () => {});
  const { surveys, unsupported } = platformSources(windows, heaps);
  t.match(unsupported, [
    { resource: 'reservedHeapBytes', reason: /^HeapSummary is not implemented by Wine/ },
  ]);
  const working = new SurveySet(surveys);
  t.match(working.read(), { threads: Number, reservedBytes: Number });
  t.same(working.unsupported, []);
  t.equal(reservedHeapBytes(windows, heaps), undefined);
});
