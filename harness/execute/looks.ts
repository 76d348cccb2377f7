import type { ArmName } from '../contract/arms.ts';
import type { Ruling } from '../contract/looks.ts';
import type { Plan } from '../contract/plan.ts';
import type { Referee } from '../contract/referee.ts';

/** A replicate that lives, as far as looks are concerned. */
export interface Standing {
  readonly arm: ArmName;
  /** Cycles of the sweep. */
  readonly cycles: number;
  /** Whether it has reached a look, or its end. */
  readonly isAtLook: boolean;
}

/** Arms that are put before the referee together. */
export interface DueLook {
  readonly look: number;
  readonly arms: readonly ArmName[];
}

/**
 * Arms whose living replicates have all reached a look, by its cycles: the fewest that any of them has
 * finished.
 */
export function dueLooks(standings: readonly Standing[]): readonly DueLook[] {
  const byLook = new Map<number, ArmName[]>();
  for (const arm of new Set(standings.map((each) => each.arm))) {
    const ofArm = standings.filter((each) => each.arm === arm);
    if (!ofArm.every(({ isAtLook }) => isAtLook)) continue;
    const look = Math.min(...ofArm.map(({ cycles }) => cycles));
    byLook.set(look, [...(byLook.get(look) ?? []), arm]);
  }
  return [...byLook].map(([look, arms]) => ({ look, arms }));
}

/**
 * What becomes of each arm. After the last look none goes on, and nothing is explained that was not asked
 * for.
 */
export function rulingsOn(
  { look, arms }: DueLook,
  { explain, length }: Pick<Plan, 'explain' | 'length'>,
  referee: Referee | null,
): ReadonlyMap<ArmName, Ruling> {
  const isLast = length.by !== 'settled' || look >= length.maxCycles;
  const ruled = referee?.rule(look, arms, isLast);
  return new Map(arms.map((arm) => [arm, inForce(ruled?.get(arm) ?? 'go-on', isLast, explain)]));
}

function inForce(ruling: Ruling, isLast: boolean, explain: boolean): Ruling {
  if (ruling === 'explain') return explain ? 'explain' : 'stop';
  return isLast ? 'stop' : ruling;
}
