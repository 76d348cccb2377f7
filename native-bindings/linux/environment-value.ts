import { bindOne } from '../ffi/bind-table.ts';
import type { NativeEngine, NativeLibrary } from '../ffi/engine.ts';
import { NativeMemory } from '../ffi/memory.ts';
import { cdecl } from '../ffi/signature.ts';

/**
 * Takes the value of an environment variable out of this process's environment (getenv(3)): it is zeroed where the system
 * put it at the start, since /proc/PID/environ shows that place for life, whatever is unset. The variable stays, empty.
 * @returns its bytes, which are the only copy, or undefined where there is no such variable, or no getenv
 */
export function takeEnvironmentValue(
  engine: NativeEngine,
  cLibrary: NativeLibrary,
  name: string,
): Buffer | undefined {
  const getenv = bindOne(cLibrary, 'getenv', cdecl('pointer', 'pointer'));
  const strlen = bindOne(cLibrary, 'strlen', cdecl('pointer', 'pointer'));
  if (getenv === undefined || strlen === undefined || name.includes('\0')) return undefined;
  const key = engine.allocate(Buffer.byteLength(name) + 1);
  key.bytes.write(name);
  const at = getenv(key.address);
  if (at === 0) return undefined;
  const length = strlen(at);
  const memory = new NativeMemory(engine, cLibrary);
  const value = engine.allocate(Math.max(length, 1));
  memory.copy(value.address, at, length);
  const zeros = engine.allocate(Math.max(length, 1));
  memory.copy(at, zeros.address, length);
  return value.bytes.subarray(0, length);
}
