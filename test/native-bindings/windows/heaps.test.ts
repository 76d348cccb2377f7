import { test } from 'tap';
import { FFI_ENGINES } from '../../../harness/contract/plan.ts';
import { bindTable } from '../../../native-bindings/ffi/bind-table.ts';
import { libraryFiles } from '../../../native-bindings/ffi/libraries.ts';
import { stdcall } from '../../../native-bindings/ffi/signature.ts';
import { POINTER_BYTES } from '../../../native-bindings/ffi/words.ts';
import { ProcessHeaps } from '../../../native-bindings/windows/heaps.ts';
import { KeptBlocks } from '../../../native-bindings/windows/kept-blocks.ts';
import { openWindows } from '../../../native-bindings/windows/windows.ts';
import { heapTotals } from '../../support/heap-totals.ts';

const HEAP_FUNCTIONS = {
  HeapCreate: stdcall('pointer', 'u32', 'pointer', 'pointer'),
  HeapDestroy: stdcall('i32', 'pointer'),
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
    const blocks = sizes.map((size) => windows.kernel32.HeapAlloc(heap, 0, size));
    const grown = totals();
    t.equal(grown.heaps - before.heaps, 1);
    t.equal(grown.busyBytes - before.busyBytes, 3_075_121, 'the bytes that were asked for');
    t.equal(grown.busyBlocks - before.busyBlocks, sizes.length);
    t.ok(grown.committedBytes - before.committedBytes >= 3_075_121, 'committed at least what is busy');

    for (const block of blocks) t.ok(windows.kernel32.HeapFree(heap, 0, block));
    const freed = totals();
    t.equal(freed.busyBytes, before.busyBytes);
    t.equal(freed.heaps, grown.heaps, 'an empty heap is still a heap');
    t.ok(win32.HeapDestroy(heap));
    t.same(totals(), before);
  });

  test(`${engine}: a walk counts blocks by size when it is asked to, and not otherwise`, async (t) => {
    const windows = await openWindows(engine);
    const { kernel32 } = windows;
    const win32 = bindTable(windows.kernel32Library, HEAP_FUNCTIONS);
    const heaps = new ProcessHeaps(windows, () => {});
    const heap = win32.HeapCreate(0, 0, 0);
    const [first = 0] = [512, 512, 24, 70_000, 512, 3_000_000, 1].map((size) =>
      kernel32.HeapAlloc(heap, 0, size),
    );
    const census = () =>
      heaps.walk(true).find(({ handle }) => handle === heap)?.busyBlocksBySize ?? new Map();
    const sizes = [
      [1, 1],
      [24, 1],
      [512, 3],
      [70_000, 1],
      [3_000_000, 1],
    ];
    t.same(
      [...census()].sort(([a], [b]) => a - b),
      sizes,
    );
    t.ok(kernel32.HeapFree(heap, 0, first));
    t.equal(census().get(512), 2);
    t.ok(
      heaps.walk(true).every(({ busyBlocks, busyBytes, busyBlocksBySize }) => {
        const counted = [...(busyBlocksBySize ?? [])];
        return (
          counted.reduce((sum, [, blocks]) => sum + blocks, 0) === busyBlocks &&
          counted.reduce((sum, [size, blocks]) => sum + size * blocks, 0) === busyBytes
        );
      }),
      'every block is counted once, in every heap',
    );
    t.ok(heaps.walk().every(({ busyBlocksBySize }) => busyBlocksBySize === null));
    win32.HeapDestroy(heap);
  });

  test(`${engine}: blocks of the process heap are kept, and are no debt of ours`, async (t) => {
    const windows = await openWindows(engine);
    const heaps = new ProcessHeaps(windows, () => {});
    const processHeap = windows.kernel32.GetProcessHeap();
    const blocks = () =>
      heaps
        .walk(true)
        .find(({ handle }) => handle === processHeap)
        ?.busyBlocksBySize?.get(12_347) ?? 0;
    const before = blocks();
    const kept = new KeptBlocks(windows);
    for (let i = 0; i < 5; i++) kept.take(12_347);
    t.equal(blocks(), before + 5);
    t.equal(windows.live.describe(), '');
    t.throws(() => kept.take(POINTER_BYTES === 4 ? 0x7fff_0000 : 2 ** 48), {
      call: 'HeapAlloc',
      code: 'ERROR_NOT_ENOUGH_MEMORY',
    });
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
