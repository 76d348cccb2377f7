import { endedBy, hadWorked, otherMeaningOf } from '../contract/exhaustion.ts';
import type { ArmResult, ExhaustedReplicate } from '../contract/result.ts';
import type { ReplicateFacts } from './series.ts';
import { countText, listText, numberText } from './words.ts';

/** The replicates that ended because their process ran out. */
export function exhaustedOf(replicates: readonly ReplicateFacts[]): ExhaustedReplicate[] {
  return replicates.flatMap(({ replicate, ending }) =>
    ending.kind === 'exhausted' ? [{ replicate, ...ending.exhausted }] : [],
  );
}

/**
 * `2 of 3 replicates stopped at cycles 4,310 to 4,312: MAPI_E_NOT_ENOUGH_MEMORY`, and whether a leak can have
 * led there. Empty when none did.
 *
 * @param exhausted of which there may have been more
 * @param replicates of the arm
 * @param count how many ran out, listed or not
 */
export function exhaustionText(
  exhausted: readonly ExhaustedReplicate[],
  replicates: number,
  count = exhausted.length,
): string {
  if (count === 0) return '';
  const share = `${numberText(count)} of ${countText(replicates, 'replicates')}`;
  if (exhausted.length === 0) return `${share} ran out`;
  const cycles = exhausted.map(({ cycle }) => cycle);
  const [first, last] = [Math.min(...cycles), Math.max(...cycles)].map((cycle) => numberText(cycle));
  const at = first === last ? `cycle ${first}` : `cycles ${first} to ${last}`;
  const codes = listText([...new Set(exhausted.map(({ code }) => endedBy(code)))]);
  const stopped = `${share} stopped at ${at}: ${codes}`;
  return exhausted.some(hadWorked) ? stopped : `${stopped}, before any cycle had worked: no leak led there`;
}

/** What the codes may mean besides memory, one sentence for each. */
export function otherMeanings(arms: readonly ArmResult[]): string[] {
  const codes = new Set(arms.flatMap(({ exhausted }) => exhausted.map(({ code }) => code)));
  return [...codes].flatMap((code) => {
    const meaning = otherMeaningOf(code);
    return meaning === null ? [] : [`${code} is ${meaning}`];
  });
}
