import { isOfPlan } from '../../contract/comparability.ts';
import type { HistoryEntry } from '../../contract/history.ts';
import {
  HISTORY_REPORT_VERSION,
  type HistoryReport,
  type HistorySeries,
} from '../../contract/history-report.ts';
import { RULE } from './differs.ts';
import { changedNames, judgeNights } from './nights.ts';

/**
 * What is shown of a history. All of it is always judged: what is left out still counts as what came before.
 */
export interface HistoryChoice {
  readonly folder: string;
  /** ISO 8601: runs that were started earlier are not shown. */
  readonly since: string | null;
  readonly scenario: string | null;
}

/** A report with so many of the newest runs of each series. */
export const newestRuns = (report: HistoryReport, most: number): HistoryReport => ({
  ...report,
  series: report.series.map((each) => ({ ...each, nights: each.nights.slice(-most) })),
});

/**
 * All runs of a folder, in series of those that may be held against each other, each run judged by those
 * before it.
 *
 * @param gone names of runs whose folders are gone
 */
export function historyReportOf(
  entries: readonly HistoryEntry[],
  gone: ReadonlySet<string>,
  { folder, scenario, since }: HistoryChoice,
): HistoryReport {
  const isShown = ({ scenario: ofEntry, startedAt }: HistoryEntry): boolean =>
    (since === null || (startedAt !== null && Date.parse(startedAt) >= Date.parse(since))) &&
    (scenario === null || ofEntry === scenario);
  const sorted = entries.toSorted(byStart);
  const keys = [...new Set(sorted.map(({ key }) => key))];
  const series = keys.flatMap((key): HistorySeries[] => {
    const of = sorted.filter((entry) => entry.key === key);
    const [first] = of;
    if (key === null || first === undefined) return [];
    const nights = judgeNights(of)
      .map((night) => ({ ...night, gone: gone.has(night.entry.run) }))
      .filter(({ entry }) => isShown(entry));
    return nights.length === 0 ? [] : [{ key, like: first.like, nights, follows: followedBy(first, sorted) }];
  });
  return {
    schema: HISTORY_REPORT_VERSION,
    folder,
    since,
    scenario,
    rule: RULE,
    series: series.toSorted((a, b) => newest(b) - newest(a)),
    others: sorted.filter((entry) => entry.key === null && isShown(entry)),
  };
}

/**
 * Another DLL or machine under the same plan begins a series of its own: who follows a soak must learn that.
 */
function followedBy(first: HistoryEntry, sorted: readonly HistoryEntry[]): HistorySeries['follows'] {
  const earlier = sorted.slice(0, sorted.indexOf(first)).filter(({ key }) => key !== null);
  for (const { like, run } of earlier.toReversed()) {
    const changes = changedNames(like, first.like);
    if (changes.every(({ what }) => !isOfPlan(what))) return { run, changes };
  }
  return null;
}

/** Runs that nobody knows the start of come first; runs of the same moment by their names. */
function byStart(a: HistoryEntry, b: HistoryEntry): number {
  return startOf(a) - startOf(b) || (a.run < b.run ? -1 : 1);
}

const startOf = ({ startedAt }: HistoryEntry): number => (startedAt === null ? 0 : Date.parse(startedAt));

const newest = ({ nights }: HistorySeries): number => {
  const last = nights.at(-1);
  return last === undefined ? 0 : startOf(last.entry);
};
