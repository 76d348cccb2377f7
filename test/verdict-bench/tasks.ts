import type { Family } from './family.ts';
import { ALL_FAMILIES } from './more-families.ts';
import { projectDetector } from './project-detector.ts';
import { EFFECT_BYTES_PER_CYCLE, PLANS, type PlanName } from './settings.ts';
import { type OneTally, type Simulations, tallyOne } from './tally-one.ts';
import { type PairTally, tallyPair } from './tally-pair.ts';
import { type PeerTally, tallyPeers } from './tally-peers.ts';

/** Whether the arms of a pair are alike, or the one with the flag off leaks more. */
export type PairKind = 'same' | 'effect';

/** A piece of work that one thread does: one family, put to one question. */
export type Task =
  | { readonly kind: 'one'; readonly family: string; readonly plan: PlanName }
  | { readonly kind: 'pair'; readonly family: string; readonly arms: PairKind }
  | { readonly kind: 'peers'; readonly family: string };

export type Answer =
  | { readonly kind: 'one'; readonly family: string; readonly plan: PlanName; readonly tally: OneTally }
  | { readonly kind: 'pair'; readonly family: string; readonly arms: PairKind; readonly tally: PairTally }
  | { readonly kind: 'peers'; readonly family: string; readonly tallies: readonly PeerTally[] };

export function perform(task: Task, simulations: Simulations): Answer {
  const family = familyOf(task.family);
  switch (task.kind) {
    case 'one':
      return { ...task, tally: tallyOne(family, projectDetector, PLANS[task.plan], simulations) };
    case 'pair': {
      const added = task.arms === 'effect' ? EFFECT_BYTES_PER_CYCLE : 0;
      const tally = tallyPair(family, added, projectDetector, PLANS['until-settled'], simulations);
      return { ...task, tally };
    }
    case 'peers':
      return { ...task, tallies: tallyPeers(family, simulations) };
  }
}

function familyOf(id: string): Family {
  const found = ALL_FAMILIES.find((each) => each.id === id);
  if (found === undefined) throw new Error(`no family ${id}`);
  return found;
}
