import { NtExecutable, NtExecutableResource, Resource } from 'resedit';
import type { ImageDescription } from './image-file.ts';

/** e_lfanew of IMAGE_DOS_HEADER: where IMAGE_NT_HEADERS begins (winnt.h). */
const NEW_HEADER_OFFSET = 0x3c;
/** IMAGE_FILE_HEADER.NumberOfSymbols, counted from IMAGE_NT_HEADERS. */
const SYMBOL_COUNT_OFFSET = 16;
/** IMAGE_NT_HEADERS up to the optional header. */
const NT_HEADER_BYTES = 24;
const DOS_MAGIC = Buffer.from('MZ');
const PE_MAGIC = Buffer.from('PE\0\0');

type VersionInfo = Resource.VersionInfo;

/**
 * What a PE file says of itself: bitness from its header, version from its resources. null if this is no PE file. A PE
 * file whose sections or resources are damaged still has its bitness, and no version.
 */
export function describePe(bytes: Buffer): ImageDescription | null {
  if (!hasPeHeader(bytes)) return null;
  const executable = parse(bytes);
  if (executable === null) return null;
  const info = versionInfoOf(executable);
  return {
    format: 'PE',
    bitness: executable.is32bit() ? 32 : 64,
    version: info === undefined ? null : fileVersion(info),
    productName: info === undefined ? null : stringOf(info, 'ProductName'),
    originalName: info === undefined ? null : stringOf(info, 'OriginalFilename'),
  };
}

function hasPeHeader(bytes: Buffer): boolean {
  if (bytes.length < NEW_HEADER_OFFSET + 4 || !bytes.subarray(0, 2).equals(DOS_MAGIC)) return false;
  const header = bytes.readUInt32LE(NEW_HEADER_OFFSET);
  return header + NT_HEADER_BYTES <= bytes.length && bytes.subarray(header, header + 4).equals(PE_MAGIC);
}

/** null if the headers are damaged: the library answers that with whatever error its reading ran into. */
function parse(bytes: Buffer): NtExecutable | null {
  try {
    return NtExecutable.from(withoutSymbols(bytes), { ignoreCert: true });
  } catch {
    return null;
  }
}

/** The library refuses files with a COFF symbol table, such as Wine's; resources have nothing to do with it. */
function withoutSymbols(bytes: Buffer): Buffer {
  const offset = bytes.readUInt32LE(NEW_HEADER_OFFSET) + SYMBOL_COUNT_OFFSET;
  if (bytes.readUInt32LE(offset) === 0) return bytes;
  const copy = Buffer.from(bytes);
  copy.writeUInt32LE(0, offset);
  return copy;
}

function versionInfoOf(executable: NtExecutable): VersionInfo | undefined {
  try {
    const resources = NtExecutableResource.from(executable, true);
    return Resource.VersionInfo.fromEntries(resources.entries)[0];
  } catch {
    return undefined;
  }
}

/** `6.5.7232.75`; null if the resource has no fixed part, which reads as zeros. */
function fileVersion({ fixedInfo }: VersionInfo): string | null {
  const { fileVersionMS: high, fileVersionLS: low } = fixedInfo;
  if (high === 0 && low === 0) return null;
  return [high >>> 16, high & 0xffff, low >>> 16, low & 0xffff].join('.');
}

/** A string of the first language that has it. */
function stringOf(info: VersionInfo, name: string): string | null {
  for (const language of info.getAvailableLanguages()) {
    const value = info.getStringValues(language)[name];
    if (value !== undefined && value !== '') return value;
  }
  return null;
}
