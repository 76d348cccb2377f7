import { EXIT, type ExitCode } from '../contract/errors.ts';
import type { Expectation } from '../contract/plan.ts';
import type { ArmResult, Result } from '../contract/result.ts';
import type { ThresholdOutcome } from '../contract/thresholds.ts';
import { leakingGates } from './resource-results.ts';

/** Whether a result is what was expected; `undecided` when it could not be told. */
export type Met = 'met' | 'not-met' | 'undecided';

/**
 * - `leak`: an arm without the cure leaks, off or absent; where only others were measured, any of them
 * - `no-leak`: every arm under test is free of leaks
 * - `fixed`, `not-fixed`: the overall verdict
 */
export function meets(result: Result, expect: Expectation): Met {
  const control = result.arms.find(({ arm }) => arm === 'control');
  const drifts = control !== undefined && leakingGates(control.resources).length > 0;
  if (drifts || result.verdict === 'invalid') return 'undecided';
  const tested = result.arms.filter(({ arm }) => arm !== 'control');
  const uncured = tested.filter(({ arm }) => arm === 'off' || arm === 'absent');
  switch (expect) {
    case 'leak':
      return anyLeaks(uncured.length > 0 ? uncured : tested, 'met', 'not-met');
    case 'no-leak':
      return anyLeaks(tested, 'not-met', 'met');
    case 'fixed':
    case 'not-fixed':
      if (result.verdict === 'inconclusive') return 'undecided';
      return result.verdict === expect ? 'met' : 'not-met';
  }
}

/** One leak is enough; that there is none takes every arm. */
function anyLeaks(arms: readonly ArmResult[], ifOne: Met, ifNone: Met): Met {
  if (arms.some(({ verdict }) => verdict === 'leak')) return ifOne;
  return arms.length > 0 && arms.every(({ verdict }) => verdict === 'no-leak') ? ifNone : 'undecided';
}

/**
 * How the command ends: without an expectation any conclusive result is a success. A threshold that failed is an
 * expectation not met, and one that could not be told leaves the question open. Who gave thresholds and no expectation asked
 * just that: where all of them passed, an inconclusive verdict is no failure.
 */
export function exitCodeOf(result: Result, expect: Expectation | null): ExitCode {
  if (result.verdict === 'invalid') return EXIT.environment;
  const answers = result.thresholds.map(({ outcome }) => MET_BY[outcome]);
  if (expect !== null) answers.push(meets(result, expect));
  if (answers.includes('not-met')) return EXIT.expectationNotMet;
  if (answers.includes('undecided')) return EXIT.inconclusive;
  return answers.length === 0 && result.verdict === 'inconclusive' ? EXIT.inconclusive : EXIT.ok;
}

const MET_BY: Readonly<Record<ThresholdOutcome, Met>> = {
  passed: 'met',
  failed: 'not-met',
  inconclusive: 'undecided',
};
