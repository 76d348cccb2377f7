/**
 * A SID as text, `S-1-5-32-544`: its revision, its authority (big-endian), its sub-authorities (little-endian; SID,
 * winnt.h).
 */
export function sidText(sid: Buffer): string {
  const subAuthorities = Array.from({ length: sid.readUInt8(1) }, (_, at) => sid.readUInt32LE(8 + 4 * at));
  return ['S', sid.readUInt8(0), sid.readUIntBE(2, 6), ...subAuthorities].join('-');
}
