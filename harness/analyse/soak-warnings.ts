import { isInstrument } from '../contract/arms.ts';
import type { SoakTally } from './series.ts';
import { countText } from './words.ts';

/** As in any run: two replicates leave the interval almost no degrees of freedom. */
const FEWEST_REPLICATES = 3;

/** Whether a soak is over that has measured nothing of its arms: the self-test, or quiet hours, took all of its time. */
export const isWithoutRound = ({ isOver, rounds }: Pick<SoakTally, 'isOver' | 'rounds'>): boolean =>
  isOver && rounds === 0;

export const NO_ROUND = 'no round came to its end in the time that the soak had';

/** What a reader must know of a soak besides the hosts that it lost, one sentence each. */
export function soakWarnings({ arms, isOver, rounds }: SoakTally): string[] {
  const none = isWithoutRound({ isOver, rounds })
    ? [`${NO_ROUND}: give a longer --duration, of which the self-test is a part, and so are quiet hours`]
    : [];
  const unfinished = isOver
    ? []
    : [`the soak was not over when this was judged: ${countText(rounds, 'rounds')} had ended`];
  const few = [...arms].some(([arm, { whole }]) => !isInstrument(arm) && whole < FEWEST_REPLICATES)
    ? [
        `fewer than ${FEWEST_REPLICATES} whole replicates of an arm: the interval says little about other processes`,
      ]
    : [];
  const cut = [...arms].flatMap(([arm, { ended }]) => {
    const count = ended.get('cut') ?? 0;
    return count === 0
      ? []
      : [`${arm}: ${countText(count, 'replicates')} stopped or cut off before the end, and in no batch`];
  });
  return [...none, ...unfinished, ...few, ...cut];
}
