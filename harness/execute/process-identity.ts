import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { isAlive } from '../sample/outside.ts';

/** A process that a number alone does not name: numbers are used again. */
export const processIdentitySchema = z.object({
  pid: z.number().int().positive(),
  /** Clock ticks from boot to its start (proc(5), field 22 of stat); null where the system does not say. */
  startTicks: z.number().nullable(),
});
export type ProcessIdentity = z.infer<typeof processIdentitySchema>;

export function ownIdentity(): ProcessIdentity {
  return { pid: process.pid, startTicks: startTicksOf(process.pid) };
}

export function isRunning(identity: ProcessIdentity): boolean {
  if (!isAlive(identity.pid)) return false;
  return identity.startTicks === null || startTicksOf(identity.pid) === identity.startTicks;
}

function startTicksOf(pid: number): number | null {
  try {
    // The command name is in parentheses and may contain anything, spaces and parentheses too.
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const afterName = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return Number(afterName[19]);
  } catch {
    return null;
  }
}
