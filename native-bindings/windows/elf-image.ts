import type { ImageDescription } from './image-file.ts';

const MAGIC = Buffer.from('\x7fELF', 'latin1');
/** e_ident[EI_CLASS] (elf.h). */
const CLASS_OFFSET = 4;
const BITNESS_OF_CLASS: Readonly<Record<number, 32 | 64>> = { 1: 32, 2: 64 };

/** An ELF library says its bitness and has no version resource; null if this is no ELF. */
export function describeElf(bytes: Buffer): ImageDescription | null {
  if (!bytes.subarray(0, MAGIC.length).equals(MAGIC)) return null;
  const bitness = BITNESS_OF_CLASS[bytes[CLASS_OFFSET] ?? 0];
  if (bitness === undefined) return null;
  return { format: 'ELF', bitness, version: null, productName: null, originalName: null };
}
