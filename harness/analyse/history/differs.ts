import type { ArmName } from '../../contract/arms.ts';
import type { HistoryEntry, HistoryResource } from '../../contract/history.ts';
import type { NightFinding } from '../../contract/history-report.ts';
import { RESOURCE_NAMES, type ResourceName } from '../../contract/resources.ts';
import type { Rate, Verdict } from '../../contract/result.ts';
import { FEWEST_RUNS, predict } from './prediction.ts';

/**
 * Of a hundred runs like those before, at most so many are flagged for their rates: split over all rates of a
 * run.
 */
export const FALSE_ALARMS = 0.01;
/** Older runs of a level say nothing new of the next. */
const MOST_RUNS = 30;

/** The rule in words, as every output states it. */
export const RULE =
  'A run differs if the rate of a gate in any arm (of an attached run, of its private bytes, too) lies outside the interval predicted from up to ' +
  `${MOST_RUNS} runs before it (at least ${FEWEST_RUNS}), by the margin or more; or if one conclusive verdict follows another. ` +
  `Of runs like those before, whose rates scatter normally, no more than one in ${1 / FALSE_ALARMS} is flagged for its rates.`;

/** In what a run differs from those before it; nothing where it does not. */
export function findingsOf(before: readonly HistoryEntry[], next: HistoryEntry): readonly NightFinding[] {
  return [...verdictFinding(before, next), ...rateFindings(before, next, perCycleOf)];
}

/**
 * Whether failed cycles may be why a run is like those before it: per cycle that succeeded its rates are not. Nothing is
 * known of such a run.
 */
export function mayBeDiluted(before: readonly HistoryEntry[], next: HistoryEntry): boolean {
  const rates = ratesOf(next, perCycleOf);
  if (rates.some(({ succeeded }) => succeeded === null)) return true;
  if (rates.every(({ succeeded }) => succeeded === undefined)) return false;
  return rateFindings(before, next, perSuccessOf).length > 0;
}

type RateOf = (resource: HistoryResource) => Rate | null;
const perCycleOf: RateOf = ({ perCycle }) => perCycle;
/** Where none failed, that is the same. */
const perSuccessOf: RateOf = ({ perCycle, perSuccessfulCycle = perCycle }) => perSuccessfulCycle;

function rateFindings(
  before: readonly HistoryEntry[],
  next: HistoryEntry,
  rateOf: RateOf,
): readonly NightFinding[] {
  const candidates = ratesOf(next, rateOf).flatMap((rate) => {
    const earlier = ratesBefore(before, rate, MOST_RUNS, rateOf);
    return earlier.length < FEWEST_RUNS ? [] : [{ ...rate, earlier }];
  });
  const chance = FALSE_ALARMS / Math.max(1, candidates.length);
  return candidates.flatMap(({ arm, earlier, margin, observed, resource }): NightFinding[] => {
    const expected = predict(earlier, observed, chance);
    const isInside = observed.estimate >= expected.low && observed.estimate <= expected.high;
    if (isInside || Math.abs(observed.estimate - expected.mean) < margin) return [];
    const direction = observed.estimate > expected.mean ? 'more' : 'less';
    return [{ kind: 'rate', arm, resource, direction, observed, expected: { ...expected } }];
  });
}

/** Whether there are runs enough for rates to be compared. */
export const canCompareRates = (before: readonly HistoryEntry[], next: HistoryEntry): boolean =>
  ratesOf(next, perCycleOf).some(
    (rate) => ratesBefore(before, rate, FEWEST_RUNS, perCycleOf).length === FEWEST_RUNS,
  );

/** Whether a run has anything that could differ. */
export const isComparable = (entry: HistoryEntry): boolean =>
  entry.key !== null && (conclusive(entry) !== null || ratesOf(entry, perCycleOf).length > 0);

/** The verdict of a run, unless it settled nothing. */
export function conclusive({ verdict }: Pick<HistoryEntry, 'verdict'>): Verdict | null {
  return verdict === 'inconclusive' || verdict === 'invalid' ? null : verdict;
}

/** A run that settled nothing does not hide what was settled before it. */
function verdictFinding(before: readonly HistoryEntry[], next: HistoryEntry): readonly NightFinding[] {
  const from = before.map(conclusive).findLast((verdict) => verdict !== null);
  const to = conclusive(next);
  return from === undefined || from === null || to === null || from === to
    ? []
    : [{ kind: 'verdict', from, to }];
}

interface ArmRate {
  readonly arm: ArmName;
  readonly resource: ResourceName;
  readonly observed: Rate;
  /** The same per cycle that succeeded, where some failed; null if it is not known. */
  readonly succeeded: Rate | null | undefined;
  readonly margin: number;
}

/** An invalid arm measured something else than it says. */
function ratesOf({ arms, verdict }: HistoryEntry, rateOf: RateOf): readonly ArmRate[] {
  if (verdict === 'invalid') return [];
  return arms.flatMap(({ arm, resources, verdict: ofArm }) =>
    ofArm === 'invalid'
      ? []
      : RESOURCE_NAMES.flatMap((resource): ArmRate[] => {
          const found = resources[resource];
          const observed = found === undefined ? null : rateOf(found);
          if (found === undefined || observed === null) return [];
          const { margin, perSuccessfulCycle: succeeded } = found;
          return [{ arm, resource, observed, succeeded, margin }];
        }),
  );
}

/**
 * The newest of the earlier rates of the same gate, oldest first. A soak may have thousands of nights: none
 * is read in vain.
 */
function ratesBefore(
  before: readonly HistoryEntry[],
  { arm, resource }: Pick<ArmRate, 'arm' | 'resource'>,
  most: number,
  rateOf: RateOf,
): readonly Rate[] {
  const found: Rate[] = [];
  for (let at = before.length - 1; at >= 0 && found.length < most; at -= 1) {
    const entry = before[at];
    const rate = entry === undefined ? null : rateIn(entry, arm, resource, rateOf);
    if (rate !== null) found.push(rate);
  }
  return found.reverse();
}

function rateIn(
  { arms, verdict }: HistoryEntry,
  arm: ArmName,
  resource: ResourceName,
  rateOf: RateOf,
): Rate | null {
  const found = verdict === 'invalid' ? undefined : arms.find((each) => each.arm === arm);
  if (found === undefined || found.verdict === 'invalid') return null;
  const result = found.resources[resource];
  return result === undefined ? null : rateOf(result);
}
