import type { ArmName } from '../../contract/arms.ts';
import type { ArmResult, Result } from '../../contract/result.ts';
import { armFigures } from '../figures.ts';
import { leakingGates } from '../resource-results.ts';

/** What an arm of an experiment showed, as far as a claim can rest on it. */
export interface Seen {
  readonly growth: 'leak' | 'no-leak' | 'open';
  /** `with 0 4,096 bytes [4,095.9, 4,096.1] per logon`, or why nothing can be said. */
  readonly text: string;
}

const SETTING: Readonly<Record<ArmName, string>> = {
  off: 'with 0',
  on: 'with 1',
  absent: 'without the value',
  control: 'without a logon',
};

/** @param result undefined if the run never was, or measured nothing */
export function seenIn(result: Result | undefined, arm: ArmName): Seen {
  const setting = SETTING[arm];
  const found = result?.arms.find((each) => each.arm === arm);
  if (result === undefined || found === undefined)
    return { growth: 'open', text: `${setting}: not measured` };
  const drift = driftOf(result);
  if (drift !== null) return { growth: 'open', text: `${setting}: ${drift}` };
  return { growth: growthOf(found), text: `${setting} ${armFigures(found)}` };
}

/** Whether the instrument itself grew; nothing is then proven by what the other arms show. */
export function driftOf({ arms }: Result): string | null {
  const control = arms.find(({ arm }) => arm === 'control');
  if (control === undefined || leakingGates(control.resources).length === 0) return null;
  return `the control arm ${control.reason}: the instrument itself grows`;
}

function growthOf({ verdict }: ArmResult): Seen['growth'] {
  return verdict === 'leak' || verdict === 'no-leak' ? verdict : 'open';
}
