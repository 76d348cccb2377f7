import { crc32 } from 'node:zlib';

/**
 * A row of an NDJSON file with a seal: its running number and a CRC-32 (as of zip, in eight lower-case hexadecimal digits)
 * of all that stands before `,"crc"` on the line, as last keys of the object: `…,"row":17,"crc":"8f3a02c1"}`.
 */
export function sealedRow(row: object, number: number): string {
  const body = JSON.stringify(row).slice(0, -1);
  const covered = `${body}${body === '{' ? '' : ','}"row":${number}`;
  return `${covered},"crc":"${checksum(covered)}"}`;
}

/** What the end of a line says: nothing, its number, or that the line is not as it was written. */
export type Seal =
  | { readonly kind: 'none' }
  | { readonly kind: 'fits'; readonly number: number }
  | { readonly kind: 'broken' };

/** Reads the seal of a line, which needs not be JSON. */
export function sealOf(line: string): Seal {
  const crc = CRC.exec(line.slice(-CRC_LENGTH))?.[1];
  if (crc === undefined) return { kind: 'none' };
  const covered = line.slice(0, -CRC_LENGTH);
  const number = NUMBER.exec(covered.slice(-NUMBER_LENGTH))?.[1];
  if (number === undefined || checksum(covered) !== crc) return { kind: 'broken' };
  return { kind: 'fits', number: Number(number) };
}

/** Whether a row that has no seal once had one: neither key is of any row by itself. */
export const hasLostItsSeal = (row: unknown): boolean =>
  typeof row === 'object' && row !== null && ('crc' in row || 'row' in row);

const CRC = /^,"crc":"([0-9a-f]{8})"\}$/;
const CRC_LENGTH = ',"crc":"8f3a02c1"}'.length;
const NUMBER = /[,{]"row":(\d{1,15})$/;
const NUMBER_LENGTH = ',"row":'.length + 15;

const checksum = (text: string): string => crc32(text).toString(16).padStart(8, '0');
