import type { HistorySeries } from '../../harness/contract/history-report.ts';
import { RESOURCES } from '../../harness/contract/resources.ts';
import type { Rate } from '../../harness/contract/result.ts';
import { type Scale, scaleFor } from '../format.ts';
import { seriesCycleUnit, type Track } from '../history-wording.ts';
import { enclosingTicks, type Ticks } from './ticks.ts';

/** The rate of one run. */
export interface TrendPoint {
  /** Place of the run in its series, from 0. */
  readonly at: number;
  readonly rate: Rate;
  /** Whether this rate was found to differ from those before it. */
  readonly differs: boolean;
  /** Where it was expected, if it differs. */
  readonly expected: { readonly low: number; readonly high: number } | null;
}

/** One rate from run to run; numbers in bytes or counts per cycle. */
export interface TrendChart {
  readonly track: Track;
  /** What rates are per. */
  readonly cycleUnit: string;
  readonly points: readonly TrendPoint[];
  readonly runs: number;
  readonly scale: Scale;
  readonly ticks: Ticks;
  /** Moments of some of the runs, by their places. */
  readonly labels: readonly { readonly at: number; readonly text: string }[];
}

const MOST_LABELS = 5;
/** Rates of so many margins leave none of it to be seen. */
const MUCH = 20;

export function trendChartOf(track: Track, { nights }: HistorySeries): TrendChart {
  const points = track.rates.flatMap((rate, at): TrendPoint[] => {
    if (rate === null) return [];
    const found = nights[at]?.findings.find(
      (each) => each.kind === 'rate' && each.arm === track.arm && each.resource === track.resource,
    );
    const expected = found?.kind === 'rate' ? found.expected : null;
    return [{ at, rate, differs: found !== undefined, expected }];
  });
  const { unit } = RESOURCES[track.resource];
  const estimates = points.map(({ rate }) => rate.estimate);
  // The ends of an uncertain night's interval may lie far off: they are cut, so that the others can still be
  // seen.
  const high = Math.max(0, ...estimates, track.margin);
  const lowest = Math.min(0, ...estimates);
  // Beside large rates the margin is too thin to be seen, and needs no room below zero.
  const low = high < MUCH * track.margin ? Math.min(lowest, -track.margin) : lowest;
  const scale = scaleFor(Math.max(-low, high), unit);
  const stride = Math.max(1, Math.ceil((nights.length - 1) / (MOST_LABELS - 1)));
  return {
    track,
    cycleUnit: seriesCycleUnit({ nights }),
    points,
    runs: nights.length,
    scale,
    ticks: enclosingTicks(low / scale.divisor, high / scale.divisor, 4),
    labels: nights.flatMap(({ entry }, at) =>
      at % stride === 0 ? [{ at, text: entry.startedAt?.slice(0, 10) ?? 'unknown' }] : [],
    ),
  };
}
