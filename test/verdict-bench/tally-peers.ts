import type { Family } from './family.ts';
import type { Simulations } from './tally-one.ts';

/** What one rule of another tool said of many traces of one family. */
export interface PeerTally {
  readonly peer: string;
  readonly sims: number;
  readonly alarms: number;
  readonly meanCycles: number;
}

export function tallyPeers(_family: Family, _simulations: Simulations): readonly PeerTally[] {
  return [];
}
