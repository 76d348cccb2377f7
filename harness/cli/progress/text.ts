import {
  formatCount,
  formatCounted,
  formatDecimal,
  formatDuration,
  formatRate,
} from '../../../reports/format.ts';
import type { CurrentSlope } from '../../analyse/current-slope.ts';
import { isInstrument } from '../../contract/arms.ts';
import { RESOURCES } from '../../contract/resources.ts';
import type { StageProgress } from '../../execute/stage-progress.ts';
import type { LinePart } from './fit-line.ts';

/** Before this part of a run is done, nobody can say how long the rest will take. */
const FIRST_FORECAST = 0.02;
/** A host that says nothing for longer is worth a word: a slow server, a rest before a heap walk, or a hang. */
const LONG_SILENCE_MS = 10_000;

/** What a line of progress tells. */
export interface Told {
  readonly progress: StageProgress;
  readonly slopes: readonly CurrentSlope[];
  /** Since the run began. */
  readonly runElapsedMs: number;
  /** Since the last sample. */
  readonly silentMs: number;
}

/** What stands there before the first sample. */
export const STARTING: readonly LinePart[] = [{ whole: 'starting a session host', shorter: [] }];

/**
 * `off, on (8 replicates)  384 of 512 cycles each  off 4,096 bytes [4,090, 4,102] per logon  1,080 cycles/s  386 heaps
 * about 14 s left`: cycles up to the next look, and the time left where it can be known.
 */
export function progressParts({ progress, runElapsedMs, silentMs, slopes }: Told): readonly LinePart[] {
  const silent = silentMs < LONG_SILENCE_MS ? '' : `last sample ${time(silentMs)} ago`;
  const { heaps } = progress;
  return [
    who(progress),
    cycles(progress),
    slopesPart(slopes),
    { whole: cyclesPerSecond(progress), shorter: [{ rank: 20, text: '' }] },
    {
      whole: heaps === undefined ? '' : formatCounted(heaps, 'heap'),
      shorter: [{ rank: 10, text: '' }],
    },
    { whole: silent, shorter: [] },
    timeLeft(progress, runElapsedMs),
  ];
}

/** Side by side there are many replicates at a time, in sequence one after the other. */
function who({ arms, hosts, position, replicate, replicates, round }: StageProgress): LinePart {
  const short = hosts > 1 ? arms.join(', ') : replicate;
  const several = hosts > 1 ? formatCounted(hosts, 'replicate') : `replicate ${position} of ${replicates}`;
  const more = round === null ? several : round === 0 ? 'self-test' : `round ${formatCount(round)}`;
  // The arms of a soak are always the same; where it is in its weeks is what its round says.
  const shorter =
    round === null
      ? [{ rank: 29, text: short }]
      : [
          { rank: 31, text: more },
          { rank: 75, text: short },
        ];
  return { whole: `${short} (${more})`, shorter };
}

function cycles({ cycles: count, hosts, look, phase }: StageProgress): LinePart {
  const each = hosts > 1 ? ' each' : '';
  const forms = (whole: string, short: string): LinePart => ({
    whole,
    shorter: [
      { rank: 28, text: short },
      { rank: 90, text: '' },
    ],
  });
  switch (phase) {
    case 'sweep':
      return look === null
        ? forms(`${formatCounted(count, 'cycle')}${each}`, formatCounted(count, 'cycle'))
        : forms(
            `${formatCount(count)} of ${formatCounted(look, 'cycle')}${each}`,
            `${formatCount(count)}/${formatCount(look)}`,
          );
    case 'census':
      return forms('counting blocks by size', 'census');
    case 'hammer':
      return forms('the same mailbox again and again', 'same mailbox');
    case 'idle':
      return forms('at rest', 'at rest');
  }
}

/** The arms under test come first; the last one named is the first to go. */
function slopesPart(slopes: readonly CurrentSlope[]): LinePart {
  const ordered = [...slopes].sort((a, b) => Number(isInstrument(a.arm)) - Number(isInstrument(b.arm)));
  const texts = ordered.map(({ arm, perCycle, resource }) => {
    const { estimate, interval } = formatRate(perCycle, RESOURCES[resource].unit);
    return `${arm} ${estimate} ${interval}`;
  });
  const instruments = slopes.filter(({ arm }) => isInstrument(arm)).length;
  const [whole = '', ...fewer] = texts.map(
    (_, dropped) => `${texts.slice(0, texts.length - dropped).join(', ')} per logon`,
  );
  return {
    whole,
    shorter: [
      // Of the instrument's own arms before words are shortened, of those under test after that.
      ...fewer.map((text, dropped) => ({ rank: dropped < instruments ? 25 : 30, text })),
      { rank: 40, text: texts[0] ?? '' },
      { rank: 70, text: '' },
    ],
  };
}

function cyclesPerSecond({ cycles: count, cyclesOfAll, elapsedMs }: StageProgress): string {
  if (count === 0 || elapsedMs <= 0) return '';
  const perSecond = (1000 * cyclesOfAll) / elapsedMs;
  return `${perSecond < 10 ? formatDecimal(perSecond, 1) : formatCount(perSecond)} cycles/s`;
}

/** Empty while nobody can know. */
function timeLeft(progress: StageProgress, runElapsedMs: number): LinePart {
  const { cyclesLeftAtMost, cyclesOfAll, done, elapsedMs } = progress;
  const forms = (whole: string, short: string): LinePart => ({
    whole,
    shorter: [
      { rank: 27, text: short },
      { rank: 80, text: '' },
    ],
  });
  if (done !== null) {
    if (done <= FIRST_FORECAST || done >= 1) return forms('', '');
    const left = time(runElapsedMs / done - runElapsedMs);
    return forms(`about ${left} left`, `${left} left`);
  }
  if (cyclesLeftAtMost === null || cyclesLeftAtMost === 0) return forms('', '');
  if (cyclesOfAll < FIRST_FORECAST * (cyclesOfAll + cyclesLeftAtMost)) return forms('', '');
  const left = time((elapsedMs * cyclesLeftAtMost) / cyclesOfAll);
  return forms(`at most about ${left} left`, `< ${left} left`);
}

/** In whole seconds: tenths of a forecast are noise. */
function time(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  return seconds < 60 ? `${seconds} s` : formatDuration(1000 * seconds);
}
