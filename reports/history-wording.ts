import { isInstrument } from '../harness/contract/arms.ts';
import { LOGON } from '../harness/contract/attached.ts';
import type { HistoryEntry } from '../harness/contract/history.ts';
import type {
  HistoryReport,
  HistorySeries,
  Night,
  NightFinding,
  NightStatus,
} from '../harness/contract/history-report.ts';
import { RESOURCE_NAMES, RESOURCES, type ResourceName } from '../harness/contract/resources.ts';
import type { Rate } from '../harness/contract/result.ts';
import { formatCounted, formatMoment, formatRate } from './format.ts';
import { type Tone, VERDICT_WORDING } from './wording.ts';

export const STATUS_WORDING: Readonly<
  Record<NightStatus, { readonly word: string; readonly tone: Tone | null }>
> = {
  first: { word: 'first', tone: null },
  few: { word: 'too few before', tone: null },
  same: { word: 'as before', tone: 'good' },
  changed: { word: 'CHANGED', tone: 'bad' },
  still: { word: 'still changed', tone: 'bad' },
  back: { word: 'as before again', tone: 'good' },
  'not-compared': { word: 'not compared', tone: 'open' },
};

/** The word for the verdict of a run, or for why it has none. */
export function outcomeWording({ outcome, state, verdict }: HistoryEntry): { word: string; tone: Tone } {
  if (verdict !== null) {
    const { tone, word } = VERDICT_WORDING[verdict];
    return { word: word.toLowerCase(), tone };
  }
  if (state === 'finished') return { word: outcome ?? 'no result', tone: 'open' };
  return { word: state, tone: 'open' };
}

/** What a reader who looks for ten seconds must have seen. */
export function historyHeadline({ others, series }: HistoryReport): {
  readonly text: string;
  readonly tone: Tone;
} {
  const newest = series.flatMap(({ nights }) => nights.at(-1) ?? []);
  const count = (...statuses: readonly NightStatus[]): number =>
    newest.filter(({ status }) => statuses.includes(status)).length;
  const changed = count('changed', 'still');
  const open = count('not-compared');
  if (series.length === 0) {
    return { text: others.length === 0 ? 'No runs.' : 'No run that could be compared.', tone: 'open' };
  }
  if (changed > 0) {
    return {
      text: `Changed: the newest run${inSeries(changed, series)} differs from those before it.`,
      tone: 'bad',
    };
  }
  if (open > 0) {
    return { text: `Open: the newest run${inSeries(open, series)} cannot be compared.`, tone: 'open' };
  }
  if (count('first', 'few') === newest.length) {
    return { text: 'No change so far, but there are too few runs to compare rates.', tone: 'open' };
  }
  const young = count('first', 'few');
  const rest = young === 0 ? '' : `, and ${young === 1 ? 'one has' : `${young} have`} too few before`;
  const like = `the newest run${inSeries(newest.length - young, series)} is like those before it${rest}`;
  return { text: `No change: ${like}.${lastChange(series)}`, tone: 'good' };
}

/** Who was away when something changed must not be told that nothing did. */
function lastChange(series: readonly HistorySeries[]): string {
  const changed = series.flatMap(({ nights }) => nights.filter(({ status }) => status === 'changed'));
  const [last] = changed.toSorted((a, b) => ((a.entry.startedAt ?? '') < (b.entry.startedAt ?? '') ? 1 : -1));
  if (last === undefined) return '';
  const { run, startedAt } = last.entry;
  return ` The last change was in ${run}${startedAt === null ? '' : ` (${formatMoment(startedAt)})`}.`;
}

function inSeries(count: number, series: readonly HistorySeries[]): string {
  if (series.length === 1) return '';
  return count === series.length ? ` of each of ${count} series` : ` of ${count} of ${series.length} series`;
}

/**
 * `night-9 (2026-11-28 02:00 UTC) differs from those before it: verdict fixed -> not fixed; on: ...`; null
 * unless it does.
 */
export function nightSentence({ also, entry, findings, status }: Night): string | null {
  const when = entry.startedAt === null ? entry.run : `${entry.run} (${formatMoment(entry.startedAt)})`;
  const others = also.map(({ before, now, what }) => `${what} ${before ?? 'none'} -> ${now ?? 'none'}`);
  const found = findings.map((each) => findingWording(each, entry.cycleUnit)).join('; ');
  const besides =
    others.length === 0 ? '' : `. Since the run before, this changed, too: ${others.join('; ')}`;
  switch (status) {
    case 'changed':
      return `${when} differs from those before it: ${found}${besides}.`;
    case 'still':
      return `${when} still differs: ${found}.`;
    case 'back':
      return `${when} is like those before the change again${besides}.`;
    default:
      return null;
  }
}

function findingWording(finding: NightFinding, cycleUnit: string): string {
  if (finding.kind === 'verdict') {
    const [from, to] = [VERDICT_WORDING[finding.from].word, VERDICT_WORDING[finding.to].word];
    return `verdict ${from.toLowerCase()} -> ${to.toLowerCase()}`;
  }
  const { arm, direction, expected, observed, resource } = finding;
  const { label, unit } = RESOURCES[resource];
  const { estimate, interval } = formatRate(observed, unit);
  const foretold: Rate = {
    estimate: expected.mean,
    low: expected.low,
    high: expected.high,
    confidence: 0.99,
  };
  const predicted = formatRate(foretold, unit).interval;
  return `${arm}: ${direction} growth of ${label}, ${estimate} ${interval} per ${cycleUnit} where ${formatCounted(expected.runs, 'run')} before foretold ${predicted}`;
}

/** What a series is, by what tells it from the others that are shown. */
export function seriesTitle({ key, like }: HistorySeries, all: readonly HistorySeries[]): string {
  const varying = Object.keys(like).filter(
    (what) => what !== 'scenario' && what !== 'arms' && all.some((each) => each.like[what] !== like[what]),
  );
  const parts = varying.map((what) => `${what} ${like[what] ?? ''}`);
  const main = [like['scenario'] ?? '', like['arms'] ?? ''].join(': ');
  return `${[main, ...parts].join('; ')} (series ${key})`;
}

/**
 * Why a series began, where another went before it; null where its beginning is not shown, or it is the
 * first.
 */
export function beginningSentence({ follows, nights }: HistorySeries): string | null {
  if (follows === null || nights[0]?.status !== 'first') return null;
  const changes = follows.changes.map(
    ({ before, now, what }) => `${what} ${before ?? 'none'} -> ${now ?? 'none'}`,
  );
  const [first] = nights;
  return `A series of its own, since ${follows.run} was another measurement: ${changes.join('; ')}. To compare: mapileak diff --force ${follows.run} ${first.entry.run}`;
}

/** A rate that is followed from run to run. */
export interface Track {
  readonly arm: string;
  readonly resource: ResourceName;
  readonly margin: number;
  /** One a run, oldest first; null where there was none. */
  readonly rates: readonly (Rate | null)[];
}

/** What the rates of a series are per: its runs share that. */
export const seriesCycleUnit = ({ nights: [first] }: Pick<HistorySeries, 'nights'>): string =>
  first?.entry.cycleUnit ?? LOGON;

/** What is followed of every arm under test, and of the control arm where it ever differed. */
export function tracksOf({ nights }: HistorySeries): readonly Track[] {
  const arms = [...new Set(nights.flatMap(({ entry }) => entry.arms.map(({ arm }) => arm)))];
  const differs = (arm: string): boolean =>
    nights.some(({ findings }) => findings.some((each) => each.kind === 'rate' && each.arm === arm));
  return arms
    .filter((arm) => !isInstrument(arm) || differs(arm))
    .flatMap((arm) =>
      RESOURCE_NAMES.flatMap((resource): Track[] => {
        const found = nights.map(
          ({ entry }) => entry.arms.find((each) => each.arm === arm)?.resources[resource],
        );
        const rates = found.map((each) => each?.perCycle ?? null);
        const margin = found.findLast((each) => each !== undefined)?.margin;
        return margin === undefined || rates.every((rate) => rate === null)
          ? []
          : [{ arm, resource, margin, rates }];
      }),
    );
}
