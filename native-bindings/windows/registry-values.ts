/** Types of values (winreg.h). */
export const REG_SZ = 1;
export const REG_EXPAND_SZ = 2;
export const REG_DWORD = 4;

export interface RegistryValue {
  /** REG_SZ 1, REG_DWORD 4, ... */
  readonly type: number;
  readonly data: Buffer;
}

/** The number of a REG_DWORD, or undefined if the value is of another type or size. */
export function dwordOf(value: RegistryValue): number | undefined {
  return value.type === REG_DWORD && value.data.length === 4 ? value.data.readUInt32LE() : undefined;
}

export function dword(value: number): RegistryValue {
  const data = Buffer.alloc(4);
  data.writeUInt32LE(value);
  return { type: REG_DWORD, data };
}

export function text(value: string): RegistryValue {
  return { type: REG_SZ, data: Buffer.from(`${value}\0`, 'utf16le') };
}

/** The text of a REG_SZ or REG_EXPAND_SZ up to its first NUL, not expanded; undefined for a value of another type. */
export function textOf(value: RegistryValue): string | undefined {
  if (value.type !== REG_SZ && value.type !== REG_EXPAND_SZ) return undefined;
  return value.data.toString('utf16le').split('\0')[0];
}

/** Whether two values, null for none, are the same to the last byte. */
export function sameValue(a: RegistryValue | null, b: RegistryValue | null): boolean {
  if (a === null || b === null) return a === b;
  return a.type === b.type && a.data.equals(b.data);
}
