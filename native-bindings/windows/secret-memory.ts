import { bindOne } from '../ffi/bind-table.ts';
import type { NativeBuffer } from '../ffi/engine.ts';
import { forbidCoreDumps } from '../linux/core-dumps.ts';
import { KERNEL32_OF_SOME_WINDOWS } from './signatures.ts';
import type { Windows } from './windows.ts';

/** What memory for secrets is taken with. */
export type SecretMemoryParts = Pick<Windows, 'cLibrary' | 'engine' | 'kernel32Library'>;

/**
 * Takes memory for a secret, zero-filled, and keeps it out of dumps that the system makes by itself: on Linux no core is
 * dumped of this process any more; Windows is told to leave the block out of error reports
 * (WerRegisterExcludedMemoryBlock, Windows 10 1703 and Server 2016), where it knows how. Its owner zeroes it.
 */
export function takeSecretMemory(
  { cLibrary, engine, kernel32Library }: SecretMemoryParts,
  byteCount: number,
): NativeBuffer {
  const memory = engine.allocate(byteCount);
  if (process.platform === 'linux') forbidCoreDumps(engine, cLibrary);
  if (process.platform === 'win32') {
    const exclude = bindOne(
      kernel32Library,
      'WerRegisterExcludedMemoryBlock',
      KERNEL32_OF_SOME_WINDOWS.WerRegisterExcludedMemoryBlock,
    );
    // What it answers changes nothing: without error reports there is nothing to be left out of.
    exclude?.(memory.address, byteCount);
  }
  return memory;
}
