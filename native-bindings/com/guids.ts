/** Identifiers in the layout of GUID (guiddef.h): three little-endian fields, then eight bytes in order. */

export const GUID_BYTES = 16;

/** The interface that every Automation object has (oaidl.h). */
export const IID_IDISPATCH = '{00020400-0000-0000-C000-000000000046}';

const FORM = /^\{([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})\}$/i;

/** @throws TypeError if the text is not `{xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx}` */
export function guidBytes(text: string): Buffer {
  const [, first, second, third, fourth, last] = FORM.exec(text) ?? [];
  if (first === undefined || second === undefined || third === undefined) {
    throw new TypeError(`${JSON.stringify(text)} is no GUID`);
  }
  const bytes = Buffer.alloc(GUID_BYTES);
  bytes.writeUInt32LE(Number.parseInt(first, 16), 0);
  bytes.writeUInt16LE(Number.parseInt(second, 16), 4);
  bytes.writeUInt16LE(Number.parseInt(third, 16), 6);
  bytes.write(`${fourth}${last}`, 8, 'hex');
  return bytes;
}

/** `{3FA7DEB3-6438-101B-ACC1-00AA00423326}`. */
export function guidText(bytes: Buffer): string {
  const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');
  const [fourth, last] = [bytes.toString('hex', 8, 10), bytes.toString('hex', 10, GUID_BYTES)];
  const fields = [
    hex(bytes.readUInt32LE(0), 8),
    hex(bytes.readUInt16LE(4), 4),
    hex(bytes.readUInt16LE(6), 4),
  ];
  return `{${[...fields, fourth, last].join('-').toUpperCase()}}`;
}
