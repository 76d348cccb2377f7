import { bindOne } from '../ffi/bind-table.ts';
import type { NativeEngine, NativeLibrary } from '../ffi/engine.ts';
import { cdecl } from '../ffi/signature.ts';

/** asm-generic/resource.h. */
const RLIMIT_CORE = 4;
/**
 * Not 0: a core_pattern that is a pipe (systemd-coredump, apport) gets a dump whatever the limit is, unless it is 1; and
 * a file is not even begun below the smallest core, a page (fs/coredump.c, do_coredump).
 */
const NO_DUMP_BYTES = 1n;

/**
 * No core is dumped of this process from now on, nor of those it starts (setrlimit(2)): memory that holds a password is
 * to be in no file. Not PR_SET_DUMPABLE, which would hand /proc/PID to root, so that other processes of the same user
 * could not measure this one. False where the C library refuses, or has no setrlimit64.
 */
export function forbidCoreDumps(engine: NativeEngine, cLibrary: NativeLibrary): boolean {
  const setrlimit = bindOne(cLibrary, 'setrlimit64', cdecl('i32', 'i32', 'pointer'));
  if (setrlimit === undefined) return false;
  // struct rlimit64: soft and hard limit, u64 each.
  const { address, bytes } = engine.allocate(16);
  bytes.writeBigUInt64LE(NO_DUMP_BYTES, 0);
  bytes.writeBigUInt64LE(NO_DUMP_BYTES, 8);
  return setrlimit(RLIMIT_CORE, address) === 0;
}
