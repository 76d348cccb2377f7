import type { Attachment } from '../harness/contract/attached.ts';

/** What watching from outside could not have noticed, in sentences. */
export function attachedUnchecked({ cycles, processes }: Attachment): readonly string[] {
  const claims: readonly (string | false)[] = [
    'That there is no leak: what a program did, or left undone, while it was watched is not ours to say, so its calm proves nothing. `mapileak compare` proves absence.',
    'Its heaps: they are seen from within a process alone. No thread was made in the program, and none of its heaps was walked.',
    'What made it grow: MAPI, CDO and the program’s own code share its memory.',
    'The other settings of CleanUpMAPIHeap: nothing was written to the registry.',
    cycles.by === 'time' && 'Growth per logon: how many there were in a cycle, nobody counted.',
    cycles.by === 'log' && 'Whether a line of the log is one logon: the pattern was taken at its word.',
    processes.length === 1 &&
      'Other processes of this program: one has one history, and its interval is about that one alone.',
    'Whether the process settles later: a cache that was still filling evenly when the watching ended looks like a leak.',
    'Growth that begins later than the last sample, or that comes in lumps rarer than the watching was long.',
  ];
  return claims.filter((claim) => claim !== false);
}
