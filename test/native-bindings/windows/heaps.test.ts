import { test } from 'tap';
import { FFI_ENGINES } from '../../../harness/contract/plan.ts';
import { bindTable } from '../../../native-bindings/ffi/bind-table.ts';
import { libraryFiles } from '../../../native-bindings/ffi/libraries.ts';
import { stdcall } from '../../../native-bindings/ffi/signature.ts';
import { POINTER_BYTES } from '../../../native-bindings/ffi/words.ts';
import { ProcessHeaps } from '../../../native-bindings/windows/heaps.ts';
import { openWindows } from '../../../native-bindings/windows/windows.ts';
import { heapTotals } from '../../support/heap-totals.ts';

const HEAP_FUNCTIONS = {
  HeapCreate: stdcall('pointer', 'u32', 'pointer', 'pointer'),
  HeapDestroy: stdcall('i32', 'pointer'),
  HeapAlloc: stdcall('pointer', 'pointer', 'u32', 'pointer'),
  HeapFree: stdcall('i32', 'pointer', 'u32', 'pointer'),
} as const;

/** As many as fit beside Node into the addresses of a 32-bit process. */
const MANY_HEAPS = POINTER_BYTES === 4 ? 800 : 3000;

for (const engine of FFI_ENGINES) {
  test(`${engine}: a walk finds every busy byte, and a destroyed heap is gone`, async (t) => {
    const windows = await openWindows(engine);
    const win32 = bindTable(windows.engine.load(libraryFiles({ kind: 'stand-in' }).kernel32), HEAP_FUNCTIONS);
    const heaps = new ProcessHeaps(windows, () => {});
    const totals = () => heapTotals(windows, heaps.walk());
    t.equal(heaps.walk().length, heaps.count());
    const before = totals();

    const heap = win32.HeapCreate(0, 0, 0);
    const sizes = [1, 24, 1000, 4096, 70_000, 3_000_000];
    const blocks = sizes.map((size) => win32.HeapAlloc(heap, 0, size));
    const grown = totals();
    t.equal(grown.heaps - before.heaps, 1);
    t.equal(grown.busyBytes - before.busyBytes, 3_075_121, 'the bytes that were asked for');
    t.equal(grown.busyBlocks - before.busyBlocks, sizes.length);
    t.ok(grown.committedBytes - before.committedBytes >= 3_075_121, 'committed at least what is busy');

    for (const block of blocks) t.ok(win32.HeapFree(heap, 0, block));
    const freed = totals();
    t.equal(freed.busyBytes, before.busyBytes);
    t.equal(freed.heaps, grown.heaps, 'an empty heap is still a heap');
    t.ok(win32.HeapDestroy(heap));
    t.same(totals(), before);
  });

  test(`${engine}: a great many heaps are counted`, async (t) => {
    const windows = await openWindows(engine);
    const win32 = bindTable(windows.engine.load(libraryFiles({ kind: 'stand-in' }).kernel32), HEAP_FUNCTIONS);
    const heaps = new ProcessHeaps(windows, () => {});
    const before = heaps.count();
    const made = Array.from({ length: MANY_HEAPS }, () => win32.HeapCreate(0, 0, 0));
    t.equal(heaps.count(), before + MANY_HEAPS);
    t.equal(heaps.list().length, before + MANY_HEAPS);
    for (const heap of made) win32.HeapDestroy(heap);
    t.equal(heaps.count(), before);
  });
}
