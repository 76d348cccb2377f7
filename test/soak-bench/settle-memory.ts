import { setTimeout as delay } from 'node:timers/promises';
import { bindTable } from '../../native-bindings/ffi/bind-table.ts';
import { loadEngine } from '../../native-bindings/ffi/load-engine.ts';
import { cdecl } from '../../native-bindings/ffi/signature.ts';
import { collectGarbage } from '../support/collect-garbage.ts';

/** How long V8's helper threads are left to give pages back. */
const GIVEN_BACK_MS = 100;
/** The GNU C library keeps what is freed for later; this gives it back (malloc.h). */
const TRIM = { malloc_trim: cdecl('i32', 'pointer') } as const;

/** What makes a process as small as what it holds, as the memory of a process that works is mostly what it held before. */
export async function memorySettler(): Promise<() => Promise<void>> {
  const trim =
    process.platform === 'linux' ? bindTable((await loadEngine('koffi')).load('libc.so.6'), TRIM) : null;
  return async () => {
    // What the first collection lets go of has finalizers that hold more.
    for (let i = 0; i < 3; i += 1) {
      collectGarbage();
      await delay(GIVEN_BACK_MS);
    }
    trim?.malloc_trim(0);
  };
}
