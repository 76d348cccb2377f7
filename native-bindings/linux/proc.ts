import { readdirSync, readFileSync } from 'node:fs';

/** What /proc says of this process (proc(5)). Sizes in bytes. Each throws if the file or the field is missing. */

/** Private pages and what was swapped out: what would be given back if the process ended. */
export function privateBytes(): number {
  return parsePrivateBytes(readFileSync('/proc/self/smaps_rollup', 'latin1'));
}

export function parsePrivateBytes(smapsRollup: string): number {
  return ['Private_Clean', 'Private_Dirty', 'Swap'].reduce(
    (sum, name) => sum + kilobytes(smapsRollup, name),
    0,
  );
}

export function virtualBytes(): number {
  return parseVirtualBytes(readFileSync('/proc/self/status', 'latin1'));
}

export function parseVirtualBytes(status: string): number {
  return kilobytes(status, 'VmSize');
}

export function parseResidentBytes(status: string): number {
  return kilobytes(status, 'VmRSS');
}

export function threadCount(): number {
  return parseThreadCount(readFileSync('/proc/self/status', 'latin1'));
}

export function parseThreadCount(status: string): number {
  return field(status, 'Threads', '');
}

/** Open file descriptors, without the one that reading the folder takes. */
export function fileDescriptorCount(): number {
  return readdirSync('/proc/self/fd').length - 1;
}

function kilobytes(text: string, name: string): number {
  return field(text, name, ' kB') * 1024;
}

function field(text: string, name: string, unit: string): number {
  const match = new RegExp(`^${name}:\\s+(\\d+)${unit}$`, 'm').exec(text);
  if (match?.[1] === undefined) throw new Error(`no field ${name} in /proc`);
  return Number(match[1]);
}
