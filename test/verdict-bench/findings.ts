import type { Family } from './family.ts';
import type { PlanName } from './settings.ts';
import type { OneTally } from './tally-one.ts';
import type { PairTally } from './tally-pair.ts';
import type { PeerTally } from './tally-peers.ts';
import type { Answer, PairKind, Task } from './tasks.ts';

export const MODES = ['until-settled', 'fixed-2048', 'pairs', 'peers', 'all'] as const;
export type Mode = (typeof MODES)[number];

/** Everything that was found, by the id of the family; what was not asked has no entries. */
export interface Findings {
  readonly one: Readonly<Record<PlanName, ReadonlyMap<string, OneTally>>>;
  readonly pairs: Readonly<Record<PairKind, ReadonlyMap<string, PairTally>>>;
  readonly peers: ReadonlyMap<string, readonly PeerTally[]>;
}

/** The work that a mode is. */
export function tasksFor(mode: Mode, families: readonly Family[]): readonly Task[] {
  const ids = families.map(({ id }) => id);
  const one = (plan: PlanName): Task[] => ids.map((family) => ({ kind: 'one', family, plan }));
  const pair = (arms: PairKind): Task[] => ids.map((family) => ({ kind: 'pair', family, arms }));
  switch (mode) {
    case 'until-settled':
      return one('until-settled');
    case 'fixed-2048':
      return one('fixed');
    case 'pairs':
      return [...pair('same'), ...pair('effect')];
    case 'peers':
      return ids.map((family) => ({ kind: 'peers', family }));
    case 'all':
      return MODES.filter((each) => each !== 'all').flatMap((each) => tasksFor(each, families));
  }
}

export function findingsOf(answers: readonly Answer[]): Findings {
  const one = { 'until-settled': new Map(), fixed: new Map() } satisfies Record<
    PlanName,
    Map<string, OneTally>
  >;
  const pairs = { same: new Map(), effect: new Map() } satisfies Record<PairKind, Map<string, PairTally>>;
  const peers = new Map<string, readonly PeerTally[]>();
  for (const answer of answers) {
    switch (answer.kind) {
      case 'one':
        one[answer.plan].set(answer.family, answer.tally);
        break;
      case 'pair':
        pairs[answer.arms].set(answer.family, answer.tally);
        break;
      case 'peers':
        peers.set(answer.family, answer.tallies);
        break;
    }
  }
  return { one, pairs, peers };
}
