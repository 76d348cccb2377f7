/** What a VS_VERSIONINFO resource says (verrsrc.h). */
export interface VersionInfo {
  /** `6.5.7232.75`; null if it has no fixed part, or one of zeros. */
  readonly version: string | null;
  /** Texts by name, such as ProductName; of the first language that has one. */
  readonly texts: ReadonlyMap<string, string>;
}

/** wLength, wValueLength, wType; then the key, and what it holds. */
const HEADER_BYTES = 6;
const FIXED_SIGNATURE = 0xfeef04bd;
const FILE_VERSION_AT = 8;
const FIXED_BYTES = 52;

/** A block: everything in this resource is one, within another. */
interface Block {
  readonly key: string;
  /** Where the value begins, and where the block ends. */
  readonly value: number;
  readonly valueLength: number;
  readonly end: number;
}

/**
 * Reads the resource. Lengths in it are not believed: a block that is shorter than its header, or longer than
 * what it lies in, ends the reading of its neighbours. (resedit's reader does not come back from a length of zero.)
 */
export function parseVersionInfo(bytes: Buffer): VersionInfo {
  const [root] = blocks(bytes, 0, bytes.length);
  if (root?.key !== 'VS_VERSION_INFO') return { version: null, texts: new Map() };
  const texts = new Map<string, string>();
  const fixedBytes = root.valueLength;
  for (const group of blocks(bytes, aligned(root.value + fixedBytes), root.end)) {
    if (group.key !== 'StringFileInfo') continue;
    for (const language of blocks(bytes, group.value, group.end)) {
      for (const text of blocks(bytes, language.value, language.end)) {
        if (!texts.has(text.key)) texts.set(text.key, textAt(bytes, text.value, text.end));
      }
    }
  }
  return { version: fixedBytes < FIXED_BYTES ? null : fileVersion(bytes, root.value), texts };
}

/** The blocks that follow one another between two offsets. */
function* blocks(bytes: Buffer, from: number, to: number): Generator<Block> {
  let at = from;
  while (at + HEADER_BYTES <= to) {
    const length = bytes.readUInt16LE(at);
    const end = at + length;
    if (length < HEADER_BYTES || end > to) return;
    const key = textAt(bytes, at + HEADER_BYTES, end);
    const value = aligned(at + HEADER_BYTES + 2 * (key.length + 1));
    yield { key, value, valueLength: bytes.readUInt16LE(at + 2), end };
    at = aligned(end);
  }
}

function fileVersion(bytes: Buffer, at: number): string | null {
  if (at + FIXED_BYTES > bytes.length || bytes.readUInt32LE(at) !== FIXED_SIGNATURE) return null;
  const [low, high] = [at + FILE_VERSION_AT + 4, at + FILE_VERSION_AT].map((word) =>
    bytes.readUInt32LE(word),
  );
  if (low === undefined || high === undefined || (low === 0 && high === 0)) return null;
  return [high >>> 16, high & 0xffff, low >>> 16, low & 0xffff].join('.');
}

/** UTF-16 up to a NUL, or to the end. */
function textAt(bytes: Buffer, from: number, to: number): string {
  const text = bytes.toString('utf16le', Math.min(from, to), to);
  return text.split('\0', 1)[0] ?? '';
}

function aligned(offset: number): number {
  return (offset + 3) & ~3;
}
