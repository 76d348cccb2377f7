import { z } from 'zod';
import type { Plan } from './plan.ts';

/** Code that was given to a run from outside the project and the system, and ran with the rights of its user. */
export const inputCodeSchema = z.object({
  what: z.enum(['scenario', 'MAPI provider']),
  /** As it was named, or in full. */
  file: z.string(),
  /** Of the file itself, not of what it imports or loads; null where it could not be read. */
  sha256: z.string().nullable(),
});
export type InputCode = z.infer<typeof inputCodeSchema>;

export function inputCodeOf({ mapi, scenario }: Pick<Plan, 'mapi' | 'scenario'>): readonly InputCode[] {
  return [
    ...(scenario.file === null
      ? []
      : [{ what: 'scenario', file: scenario.file, sha256: scenario.sha256 } as const]),
    ...(mapi.kind === 'path'
      ? [{ what: 'MAPI provider', file: mapi.path, sha256: mapi.sha256 ?? null } as const]
      : []),
  ];
}
