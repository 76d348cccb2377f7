import { join } from 'node:path';

/** `runs/2026-01-31T080910Z-extended-logon`. @param createdAt ISO 8601, UTC */
export function defaultFolder(createdAt: string, name: string): string {
  const time = createdAt.replace(/\.\d+Z$/, 'Z').replaceAll(':', '');
  return join('runs', `${time}-${name}`);
}
