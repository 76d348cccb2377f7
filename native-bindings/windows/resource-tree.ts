/** More than any DLL of interest has; a damaged or hostile one can claim 65,535 to the power of three. */
const MOST_ENTRIES = 10_000;
const MOST_BYTES = 64 * 2 ** 20;
/** Type, name, language. */
const LEVELS = 3;
const DIRECTORY_BYTES = 16;
const ENTRY_BYTES = 8;
const IS_DIRECTORY = 0x8000_0000;

interface Size {
  entries: number;
  bytes: number;
}

/**
 * Whether the tree of a resource section (IMAGE_RESOURCE_DIRECTORY, winnt.h) is of a size that reading it ends soon:
 * every directory that an entry points to is counted as often as it is pointed to.
 */
export function isReasonableTree(section: Buffer): boolean {
  return fits(section, 0, 1, { entries: 0, bytes: 0 });
}

function fits(section: Buffer, at: number, level: number, size: Size): boolean {
  if (level > LEVELS || at + DIRECTORY_BYTES > section.length) return false;
  const count = section.readUInt16LE(at + 12) + section.readUInt16LE(at + 14);
  const first = at + DIRECTORY_BYTES;
  size.entries += count;
  if (size.entries > MOST_ENTRIES || first + count * ENTRY_BYTES > section.length) return false;
  for (let entry = first; entry < first + count * ENTRY_BYTES; entry += ENTRY_BYTES) {
    const target = section.readUInt32LE(entry + 4);
    const isDirectory = target >= IS_DIRECTORY;
    const isFine = isDirectory
      ? fits(section, target - IS_DIRECTORY, level + 1, size)
      : dataFits(section, target, size);
    if (!isFine) return false;
  }
  return true;
}

/** IMAGE_RESOURCE_DATA_ENTRY: where the data is, and how much. */
function dataFits(section: Buffer, at: number, size: Size): boolean {
  if (at + 8 > section.length) return false;
  size.bytes += section.readUInt32LE(at + 4);
  return size.bytes <= MOST_BYTES;
}
