import type { ResourceName } from '../contract/resources.ts';
import type { ArmResult, Difference, Result, SelfTest } from '../contract/result.ts';
import type { JudgedArm } from './arm-result.ts';
import { type Changes, changesOf, changeText } from './change.ts';
import { armFigures, convicting, detectionText, leastSensitive } from './figures.ts';
import { leakingGates, type ResourceResults, readGates } from './resource-results.ts';
import type { Rules } from './rules.ts';
import { listText, numberText } from './words.ts';

/** The answer of a run with its one-sentence reason. */
export type Overall = Pick<Result, 'verdict' | 'reason'>;

/** What an overall verdict is drawn from. */
export interface OverallEvidence {
  /** The arms under test, without the control arm. */
  readonly judged: readonly JudgedArm[];
  /** The control arm, if there was one. */
  readonly control: ArmResult | undefined;
  readonly differences: readonly Difference[];
  readonly rulesOf: (resource: ResourceName) => Rules;
  readonly selfTest: SelfTest;
}

/** Draws the arms' verdicts together. */
export function overallOf({ judged, control, differences, rulesOf, selfTest }: OverallEvidence): Overall {
  const tested = judged.map(({ result }) => result);
  const all = control === undefined ? tested : [...tested, control];
  const invalid = all.find(({ verdict }) => verdict === 'invalid');
  if (invalid !== undefined) return { verdict: 'invalid', reason: `${invalid.arm}: ${invalid.reason}` };
  if (control !== undefined && leakingGates(control.resources).length > 0) {
    return {
      verdict: 'inconclusive',
      reason: `the control arm, which logs on nowhere, ${control.reason}: the instrument itself grows`,
    };
  }
  if (selfTest.outcome === 'failed' && control?.verdict === 'no-leak') {
    return { verdict: 'inconclusive', reason: `the self-test failed: ${selfTest.reason}` };
  }
  const overall = withHorizon(allClean(tested) ?? ofSettings(judged, differences, rulesOf), tested);
  // Its verdict is already in the arms' own; a reader must see that the instrument was not shown to be flat.
  if (control?.verdict !== 'inconclusive') return overall;
  return { ...overall, reason: `${overall.reason}; ${figuresOf([control])}` };
}

function ofSettings(
  judged: readonly JudgedArm[],
  differences: readonly Difference[],
  rulesOf: (resource: ResourceName) => Rules,
): Overall {
  const base = baseOf(judged);
  const on = judged.find(({ result }) => result.arm === 'on')?.result;
  if (on === undefined || base === undefined) return withoutPair(judged.map(({ result }) => result));
  const { result, perMailbox } = base;
  const difference = differences.find((each) => each.minuend === result.arm && each.subtrahend === 'on');
  const growing = [
    ...convicting(result.resources),
    ...(perMailbox?.resources ?? []),
    ...convicting(on.resources),
  ];
  const changes = changesOf([...new Set(growing)], difference?.resources ?? {}, rulesOf);
  return curedPerMailbox(base, on, changes) ?? ofPair(result, on, changes, difference);
}

/** The arm that KB 891509 says leaks: the flag off, or absent where that leaks and off does not. */
function baseOf(judged: readonly JudgedArm[]): JudgedArm | undefined {
  const candidates = ['off', 'absent'].flatMap((name) => judged.filter(({ result }) => result.arm === name));
  return (
    candidates.find(({ result }) => result.verdict === 'leak') ??
    candidates.find(({ perMailbox }) => perMailbox !== null) ??
    candidates[0]
  );
}

/**
 * Growth that may be per mailbox is no proven leak. But what MAPI's own cleanup gives back was not needed, be it
 * kept per logon or per mailbox: its cure can be shown.
 */
function curedPerMailbox({ result, perMailbox }: JudgedArm, on: ArmResult, changes: Changes): Overall | null {
  if (perMailbox === null || result.verdict !== 'inconclusive') return null;
  if (on.verdict !== 'no-leak' || changes.less.length === 0) return null;
  const figures = `${result.arm}: ${perMailbox.figures}; ${figuresOf([on])}`;
  return { verdict: 'fixed', reason: `${figures}; ${perMailbox.advice}` };
}

/** Without both settings nothing can be said of a cure. */
function withoutPair(tested: readonly ArmResult[]): Overall {
  if (tested.some(({ verdict }) => verdict === 'leak'))
    return { verdict: 'not-fixed', reason: figuresOf(tested) };
  return allClean(tested) ?? { verdict: 'inconclusive', reason: figuresOf(tested) };
}

function ofPair(
  base: ArmResult,
  on: ArmResult,
  changes: Changes,
  difference: Difference | undefined,
): Overall {
  const figures = figuresOf([base, on]);
  const { less, more } = changes;
  if (base.verdict === 'leak' && on.verdict === 'no-leak') {
    return less.length > 0
      ? { verdict: 'fixed', reason: figures }
      : {
          verdict: 'inconclusive',
          reason: `${figures}; but that they differ is not proven${failuresIn(difference)}`,
        };
  }
  if (base.verdict === 'leak' && on.verdict === 'leak') {
    const reason = `${figures}; ${changeText(changes, base.resources, difference)}`;
    if (less.length > 0 && more.length === 0) return { verdict: 'reduced', reason };
    if (more.length > 0 && less.length === 0) return { verdict: 'worse', reason };
    return { verdict: 'not-fixed', reason };
  }
  if (base.verdict === 'leak' && less.length > 0) {
    return {
      verdict: 'inconclusive',
      reason: `${figures}; ${changeText(changes, base.resources, difference)}`,
    };
  }
  const isWorse = base.verdict === 'no-leak' && on.verdict === 'leak';
  return { verdict: isWorse ? 'worse' : 'inconclusive', reason: figures };
}

/** Failures that a difference may owe itself to. */
function failuresIn(difference: Difference | undefined): string {
  const resources = Object.values(difference?.resources ?? {});
  return resources.some(({ perSuccessfulCycle }) => perSuccessfulCycle !== undefined)
    ? '; cycles failed, which may be why'
    : '';
}

/** No data know what comes after them: what was decided holds for the cycles that it names. */
function withHorizon(overall: Overall, tested: readonly ArmResult[]): Overall {
  if (overall.verdict === 'inconclusive') return overall;
  const ends = tested.map(({ arm, resources }) => ({ arm, cycle: lastCycleOf(resources) }));
  const cycles = [...new Set(ends.map(({ cycle }) => cycle))];
  const [only] = cycles;
  const text =
    cycles.length === 1 && only !== undefined
      ? numberText(only)
      : listText(ends.map(({ arm, cycle }) => `${numberText(cycle)} (${arm})`));
  return { ...overall, reason: `${overall.reason}; up to cycle ${text} of each process` };
}

/** The last cycle that a gate was judged by. */
const lastCycleOf = (resources: ResourceResults): number =>
  Math.max(0, ...readGates(resources).map((gate) => resources[gate]?.window?.toCycle ?? 0));

function allClean(tested: readonly ArmResult[]): Overall | null {
  if (!tested.every(({ verdict }) => verdict === 'no-leak')) return null;
  const limit = detectionText(leastSensitive(tested)?.resources ?? {});
  const isStill = tested.every(({ resources }) =>
    readGates(resources).every((gate) => (resources[gate]?.perCycle?.low ?? 0) <= 0),
  );
  const extent = isStill ? `not reproduced down to ${limit} per logon` : 'not reproduced beyond the margin';
  return { verdict: 'no-leak', reason: `${extent}; ${figuresOf(tested)}` };
}

/** `off: 4,096 bytes [4,095.9, 4,096.1] per logon; on: none down to 0.3 bytes`. */
const figuresOf = (arms: readonly ArmResult[]): string =>
  arms.map((each) => `${each.arm}: ${armFigures(each)}`).join('; ');
