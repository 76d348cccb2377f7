import { transcode } from 'node:buffer';
import { bindTable } from '../ffi/bind-table.ts';
import type { NativeEngine, NativeLibrary } from '../ffi/engine.ts';
import { NativeText } from '../ffi/native-text.ts';
import { KERNEL32_ENVIRONMENT } from './signatures.ts';

/** Characters of a name that are looked up; the longest environment block there is has 32,767. */
const NAME_CHARACTERS = 32_767;

/**
 * The value of an environment variable as UTF-8, without it ever being text that cannot be wiped
 * (GetEnvironmentVariableW). It is overwritten in place, by a value of the same length. The variable stays.
 * @returns undefined where there is no such variable
 */
export function takeEnvironmentValue(
  engine: NativeEngine,
  kernel32Library: NativeLibrary,
  name: string,
): Buffer | undefined {
  if (name.length >= NAME_CHARACTERS || name.includes('\0')) return undefined;
  const { GetEnvironmentVariableW, SetEnvironmentVariableW } = bindTable(
    kernel32Library,
    KERNEL32_ENVIRONMENT,
  );
  const key = new NativeText(engine, 2 * (name.length + 1)).wide(name);
  // Without room it answers how many characters it needs, the terminator among them.
  const needed = GetEnvironmentVariableW(key, 0, 0);
  if (needed === 0) return undefined;
  const value = engine.allocate(2 * needed);
  const characters = GetEnvironmentVariableW(key, value.address, needed);
  const wide = value.bytes.subarray(0, 2 * characters);
  const utf8 = characters === 0 ? Buffer.alloc(0) : transcode(wide, 'utf16le', 'utf8');
  for (let at = 0; at < characters; at++) value.bytes.writeUInt16LE(0x2a, 2 * at);
  if (characters > 0) SetEnvironmentVariableW(key, value.address);
  return utf8;
}
