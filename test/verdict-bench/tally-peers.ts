import { type Family, tracesOf } from './family.ts';
import { ALL_PEERS } from './peers.ts';
import { MAX_CYCLES, PEER_CYCLES } from './settings.ts';
import type { Simulations } from './tally-one.ts';

/** What one rule of another tool said of many traces of one family. */
export interface PeerTally {
  readonly peer: string;
  readonly sims: number;
  readonly alarms: number;
  readonly meanCycles: number;
}

/** Puts the first process of each run to every rule: the same trace that ours judges with three others. */
export function tallyPeers(family: Family, { seed, sims }: Simulations): readonly PeerTally[] {
  const extent = { count: 1, cycles: PEER_CYCLES, horizonCycles: MAX_CYCLES };
  const tallies = ALL_PEERS.map(({ name, judge }) => ({ peer: name, judge, alarms: 0, cycles: 0 }));
  for (let run = 0; run < sims; run += 1) {
    for (const bytes of tracesOf(family, { seed, run }, extent)) {
      for (const tally of tallies) {
        const { isAlarm, cycles } = tally.judge(bytes);
        if (isAlarm) tally.alarms += 1;
        tally.cycles += cycles;
      }
    }
  }
  return tallies.map(({ peer, alarms, cycles }) => ({ peer, sims, alarms, meanCycles: cycles / sims }));
}
