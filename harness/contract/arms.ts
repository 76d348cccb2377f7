import { z } from 'zod';

/**
 * One setting under test. `off` and `on` write CleanUpMAPIHeap 0 and 1 (KB 891509), `absent` removes the
 * value; `control` makes the same native calls without a logon and so measures the instrument itself; `planted` is the
 * control with a leak that the session host plants itself: the self-test must find it.
 */
export const ARM_NAMES = ['off', 'on', 'absent', 'control', 'planted'] as const;
export const armNameSchema = z.enum(ARM_NAMES);
export type ArmName = z.infer<typeof armNameSchema>;

/** CleanUpMAPIHeap as an arm wants it: its REG_DWORD value, or null for "no such value". */
export type CleanUpMapiHeap = 0 | 1 | null;
export const cleanUpMapiHeapSchema = z.union([z.literal(0), z.literal(1), z.null()]);

/** Whether an arm tests the instrument and not MAPI. */
export const isInstrument = (arm: ArmName): boolean => arm === 'control' || arm === 'planted';

/** Two arms whose difference says something; the first is expected to leak more. */
export interface ArmPair {
  readonly minuend: ArmName;
  readonly subtrahend: ArmName;
}
export const COMPARED_PAIRS: readonly ArmPair[] = [
  { minuend: 'off', subtrahend: 'on' },
  { minuend: 'off', subtrahend: 'absent' },
  { minuend: 'absent', subtrahend: 'on' },
];

/** What an arm does to the flag; `untouched` are the instrument's own arms, which call no code that reads it. */
export function flagOfArm(arm: ArmName): CleanUpMapiHeap | 'untouched' {
  switch (arm) {
    case 'off':
      return 0;
    case 'on':
      return 1;
    case 'absent':
      return null;
    case 'control':
    case 'planted':
      return 'untouched';
  }
}
