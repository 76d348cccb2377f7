import { bindOne } from '../ffi/bind-table.ts';
import type { NativeLibrary } from '../ffi/engine.ts';
import { cdecl } from '../ffi/signature.ts';

const PR_SET_PDEATHSIG = 1;
const SIGKILL = 9;

/**
 * Lets the kernel end this process when its parent ends (prctl(2)): a process that hangs in a native call hears
 * nothing else. False where the C library has no prctl.
 */
export function endWithParent(cLibrary: NativeLibrary): boolean {
  const prctl = bindOne(cLibrary, 'prctl', cdecl('i32', 'i32', 'pointer', 'pointer', 'pointer', 'pointer'));
  return prctl?.(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) === 0;
}
