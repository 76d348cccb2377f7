import type { HistoryEntry } from '../../contract/history.ts';
import type { Night, NightFinding, NightStatus } from '../../contract/history-report.ts';
import { canCompareRates, conclusive, findingsOf, isComparable, mayBeDiluted } from './differs.ts';

/**
 * After so many runs in a row that differ from those before, their level is the one that the next is held
 * against.
 */
export const NEW_LEVEL_RUNS = 3;

/** What the next run of a series is held against. */
interface Levels {
  /** The runs that are alike, oldest first. */
  readonly settled: readonly HistoryEntry[];
  /** Runs since then that differ from those, all in a row. */
  readonly departed: readonly HistoryEntry[];
}

type Judged = Pick<Night, 'entry' | 'status' | 'findings' | 'also'>;

/** Holds every run of a series against those before it. Pure: the same runs always give the same answer. */
export function judgeNights(entries: readonly HistoryEntry[]): readonly Judged[] {
  let levels: Levels = { settled: [], departed: [] };
  let previous: HistoryEntry | null = null;
  const nights: Judged[] = [];
  for (const entry of entries) {
    const also = previous === null ? [] : alsoChanged(previous, entry);
    const judged = judgeNext(levels, entry);
    nights.push({ entry, status: judged.status, findings: [...judged.findings], also });
    levels = judged.levels;
    previous = entry;
  }
  return nights;
}

interface Step {
  readonly status: NightStatus;
  readonly findings: readonly NightFinding[];
  readonly levels: Levels;
}

function judgeNext({ departed, settled }: Levels, entry: HistoryEntry): Step {
  const step = (status: NightStatus, levels: Levels, findings: readonly NightFinding[] = []): Step => ({
    status,
    findings,
    levels,
  });
  if (!isComparable(entry)) return step('not-compared', { departed, settled });
  if (settled.length === 0) return step('first', { settled: [entry], departed: [] });
  const findings = findingsOf(settled, entry);
  if (findings.length === 0) {
    if (mayBeDiluted(settled, entry)) return step('not-compared', { departed, settled });
    const status = departed.length > 0 ? 'back' : canCompareRates(settled, entry) ? 'same' : 'few';
    return step(status, { settled: [...settled, entry], departed: [] });
  }
  if (departed.length === 0) return step('changed', levelsWith(settled, [entry]), findings);
  const isAnother = anotherVerdict(departed, entry);
  return isAnother
    ? step('changed', levelsWith(settled, [entry]), findings)
    : step('still', levelsWith(settled, [...departed, entry]), findings);
}

const levelsWith = (settled: readonly HistoryEntry[], departed: readonly HistoryEntry[]): Levels =>
  departed.length >= NEW_LEVEL_RUNS ? { settled: departed, departed: [] } : { settled, departed };

/** Whether a run that differs from the old level differs from the new one, too, in its verdict. */
function anotherVerdict(departed: readonly HistoryEntry[], entry: HistoryEntry): boolean {
  const before = departed.map(conclusive).findLast((verdict) => verdict !== null);
  const now = conclusive(entry);
  return before !== undefined && before !== null && now !== null && before !== now;
}

/** What is not the same as in the run before, of what does not make another series of it. */
const alsoChanged = (before: HistoryEntry, now: HistoryEntry): Night['also'] =>
  changedNames(before.also, now.also);

type Named = Readonly<Record<string, string>>;

/** What two sets of named values do not share. */
export function changedNames(before: Named, now: Named): Night['also'] {
  return [...new Set([...Object.keys(before), ...Object.keys(now)])]
    .map((what) => ({ what, before: before[what] ?? null, now: now[what] ?? null }))
    .filter((each) => each.before !== each.now);
}
