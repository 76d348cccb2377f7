import { isInstrument } from '../contract/arms.ts';
import { EARLY_ENDS, type EarlyEnd } from '../contract/merged.ts';
import type { SoakArmTally, SoakTally } from './series.ts';
import { countText, listText, numberText } from './words.ts';

/** What a soak has lost, left out and put together, by arm, one sentence each. */
export function soakWarnings({ arms, isOver, rounds }: SoakTally): string[] {
  const unfinished = isOver
    ? []
    : [`the soak was not over when this was judged: ${countText(rounds, 'rounds')} had ended`];
  const few = [...arms].some(([arm, { whole }]) => !isInstrument(arm) && whole < FEWEST_REPLICATES)
    ? [
        `fewer than ${FEWEST_REPLICATES} whole replicates of an arm: the interval says little about other processes`,
      ]
    : [];
  const early = [...arms].flatMap(([arm, tally]) => {
    const sentence = earlyText(tally);
    return sentence === null ? [] : [`${arm}: ${sentence}`];
  });
  return [...unfinished, ...few, ...early];
}

/** As in any run: two replicates leave the interval almost no degrees of freedom. */
const FEWEST_REPLICATES = 3;

const HOW: Readonly<Record<EarlyEnd, string>> = {
  died: 'died',
  hung: 'hung',
  failed: 'gave up',
  exhausted: 'ran out',
  'over-limit': 'were ended over the limit of private bytes',
  cut: 'were stopped or cut off',
};

/** `3 of 1,204 replicates ended early (2 hung, 1 died) after 812 cycles, ...`; null if none did. */
function earlyText({ early, ended, whole }: SoakArmTally): string | null {
  const total = [...ended.values()].reduce((sum, each) => sum + each, 0);
  if (total === 0) return null;
  const ways = EARLY_ENDS.flatMap((how) => {
    const count = ended.get(how) ?? 0;
    return count === 0 ? [] : [`${numberText(count)} ${HOW[how]}`];
  });
  return (
    `${numberText(total)} of ${countText(total + whole, 'replicates')} ended early (${listText(ways)}) ` +
    `after ${countText(early.cycles, 'cycles')}, which are in no rate of batches`
  );
}
