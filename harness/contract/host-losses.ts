import type { LastActivity } from './event.ts';

/** The session host by which a run looks at what it is going to measure: it is no replicate of any arm. */
export const PROBE = 'probe';

/** `off-3` of `off-3`, `off-3.2` and `off-3.3`: the replicate of the plan that a session host stands for. */
export const plannedReplicateOf = (replicate: string): string => replicate.replace(/\.\d+$/, '');

/** 1 of `off-3`, 3 of `off-3.3`. */
export const hostNumberOf = (replicate: string): number => Number(/\.(\d+)$/.exec(replicate)?.[1] ?? 1);

/**
 * The name of the n-th session host that stands for a replicate of the plan, from 1: those that take the place of
 * a lost one have samples, logs and flight records of their own.
 */
export const hostName = (planned: string, n: number): string => (n === 1 ? planned : `${planned}.${n}`);

/**
 * The mailbox that a lost host speaks against: in a call of whose cycle it was. None if it was lost between cycles, or
 * while its heaps were walked.
 */
export const mailboxToBlame = ({ call, mailbox }: LastActivity): string | null =>
  call === 'between cycles' || call === 'HeapWalk' ? null : mailbox;
