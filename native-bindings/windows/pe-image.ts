import { Format, NtExecutable, NtExecutableResource } from 'pe-library';
import type { ImageDescription } from './image-file.ts';
import { isReasonableTree } from './resource-tree.ts';
import { parseVersionInfo } from './version-info.ts';

const { ImageDirectoryEntry, ImageDosHeader, ImageNtHeaders, ImageSectionHeaderArray } = Format;
type ImageNtHeaders = Format.ImageNtHeaders;
/** RT_VERSION (winuser.h). */
const VERSION_RESOURCE = 16;

/** IMAGE_NT_OPTIONAL_HDR32_MAGIC and its 64-bit kin (winnt.h). */
const BITNESS_OF_MAGIC: Readonly<Record<number, 32 | 64>> = { 267: 32, 523: 64 };

type VersionFacts = Pick<ImageDescription, 'version' | 'productName' | 'originalName'>;
const NO_VERSION_INFO: VersionFacts = { version: null, productName: null, originalName: null };

/** The headers of a PE file, and where they are. */
interface Headers {
  readonly bitness: 32 | 64;
  readonly nt: ImageNtHeaders;
  /** Where the table of sections begins. */
  readonly sectionTable: number;
}

/**
 * What a PE file says of itself: bitness from its header, version from its resources. null if this is no PE file. A PE
 * file whose sections or resources are damaged still has its bitness, and no version.
 */
export function describePe(bytes: Buffer): ImageDescription | null {
  const headers = orNull(() => readHeaders(bytes));
  if (headers === null) return null;
  const info = orNull(() => readVersionInfo(bytes, headers)) ?? NO_VERSION_INFO;
  return { format: 'PE', bitness: headers.bitness, ...info };
}

/** The library answers damaged bytes with whatever error its reading runs into. */
function orNull<T>(read: () => T | null): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}

function readHeaders(bytes: Buffer): Headers | null {
  const dos = ImageDosHeader.from(bytes);
  if (!dos.isValid()) return null;
  const nt = ImageNtHeaders.from(bytes, dos.newHeaderAddress);
  const bitness = BITNESS_OF_MAGIC[nt.optionalHeader.magic];
  if (!nt.isValid() || bitness === undefined) return null;
  return { bitness, nt, sectionTable: dos.newHeaderAddress + nt.getSectionHeaderOffset() };
}

function readVersionInfo(bytes: Buffer, headers: Headers): VersionFacts | null {
  const executable = resourcesAlone(bytes, headers);
  if (executable === null) return null;
  const { entries } = NtExecutableResource.from(executable, true);
  const resource = entries.find(({ type }) => type === VERSION_RESOURCE);
  if (resource === undefined) return null;
  const { texts, version } = parseVersionInfo(Buffer.from(resource.bin));
  return {
    version,
    productName: texts.get('ProductName') || null,
    originalName: texts.get('OriginalFilename') || null,
  };
}

/**
 * The file cut down to its headers and its resource section. The library refuses files that it could not write again:
 * with a COFF symbol table, or with sections behind the resources, such as the debug sections of Wine's DLLs.
 */
function resourcesAlone(bytes: Buffer, { nt, sectionTable }: Headers): NtExecutable | null {
  const count = nt.fileHeader.numberOfSections;
  const tableBytes = count * ImageSectionHeaderArray.itemSize;
  const table = Uint8Array.from(bytes.subarray(sectionTable, sectionTable + tableBytes));
  const { virtualAddress: wanted } = nt.optionalHeaderDataDirectory.get(ImageDirectoryEntry.Resource);
  const section = [...ImageSectionHeaderArray.from(table.buffer, count)].find(
    ({ virtualAddress, virtualSize }) => wanted >= virtualAddress && wanted < virtualAddress + virtualSize,
  );
  if (section === undefined) return null;

  const { pointerToRawData: start, sizeOfRawData } = section;
  const content = bytes.subarray(start, start + sizeOfRawData);
  if (!isReasonableTree(content)) return null;
  const headerBytes = sectionTable + ImageSectionHeaderArray.itemSize;
  const header = Uint8Array.from(bytes.subarray(0, headerBytes));
  const moved = { ...section, pointerToRawData: headerBytes, sizeOfRawData: content.length };
  ImageSectionHeaderArray.from(header.buffer, 1, sectionTable).set(0, moved);
  const newHeaders = ImageNtHeaders.from(header, ImageDosHeader.from(header).newHeaderAddress);
  newHeaders.fileHeader.numberOfSections = 1;
  newHeaders.fileHeader.numberOfSymbols = 0;
  newHeaders.optionalHeaderDataDirectory.set(ImageDirectoryEntry.Certificate, { virtualAddress: 0, size: 0 });
  return NtExecutable.from(Buffer.concat([header, content]));
}
