import { CallFailure } from './call-failure.ts';

/**
 * Whether a walk ended where something has written over a heap's own blocks: "the storage control blocks were destroyed",
 * or an access violation on the way. A heap that merely went away while it was walked answers otherwise.
 */
export const isHeapCorruption = (error: unknown): error is CallFailure =>
  error instanceof CallFailure &&
  error.call === 'HeapWalk' &&
  (error.code === 'ERROR_ARENA_TRASHED' || error.code === 'ERROR_NOACCESS');
