import { CALL_RULES } from './call-rules.ts';
import { CLASSICAL_RULES, SAME_BUDGET_RULES } from './classical-rules.ts';
import type { Peer } from './peer.ts';

/** Rules at their own constants and budgets. */
export const PUBLISHED_PEERS: readonly Peer[] = [...CALL_RULES, ...CLASSICAL_RULES];

/** Classical tests that are given as many cycles as all processes of ours may have together. */
export const SAME_BUDGET_PEERS: readonly Peer[] = SAME_BUDGET_RULES;

export const ALL_PEERS: readonly Peer[] = [...PUBLISHED_PEERS, ...SAME_BUDGET_PEERS];
