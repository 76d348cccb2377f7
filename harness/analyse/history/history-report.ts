import type { HistoryEntry } from '../../contract/history.ts';
import {
  HISTORY_REPORT_VERSION,
  type HistoryReport,
  type HistorySeries,
} from '../../contract/history-report.ts';
import { RULE } from './differs.ts';
import { changedNames, judgeNights } from './nights.ts';

/** What is shown of a history. All of it is always judged: what is left out still counts as what came before. */
export interface HistoryChoice {
  readonly folder: string;
  /** ISO 8601: runs that were started earlier are not shown. */
  readonly since: string | null;
  readonly scenario: string | null;
  /** The newest runs of each series that are shown; null for all. */
  readonly limit: number | null;
}

/**
 * All runs of a folder, in series of those that may be held against each other, each run judged by those before it.
 *
 * @param gone names of runs whose folders are gone
 */
export function historyReportOf(
  entries: readonly HistoryEntry[],
  gone: ReadonlySet<string>,
  { folder, limit, scenario, since }: HistoryChoice,
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
      .filter(({ entry }) => isShown(entry))
      .slice(limit === null ? 0 : -limit);
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

/** A new DLL begins a series of its own: whoever follows the soak must learn what it follows. */
function followedBy(first: HistoryEntry, sorted: readonly HistoryEntry[]): HistorySeries['follows'] {
  const before = sorted
    .slice(0, sorted.indexOf(first))
    .findLast(({ key, scenario }) => key !== null && scenario === first.scenario);
  if (before === undefined) return null;
  return { run: before.run, changes: changedNames(before.like, first.like) };
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
