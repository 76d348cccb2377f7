import { EXIT, type ExitCode } from '../contract/errors.ts';
import type { Expectation } from '../contract/plan.ts';
import type { Result } from '../contract/result.ts';
import { leakingGates } from './resource-results.ts';

/** Whether a result is what was expected; `undecided` when it could not be told. */
export type Met = 'met' | 'not-met' | 'undecided';

/**
 * - `leak`: the first arm under test leaks
 * - `no-leak`: every arm under test is free of leaks
 * - `fixed`, `not-fixed`: the overall verdict
 */
export function meets(result: Result, expect: Expectation): Met {
  const control = result.arms.find(({ arm }) => arm === 'control');
  const drifts = control !== undefined && leakingGates(control.resources).length > 0;
  if (drifts || result.verdict === 'invalid') return 'undecided';
  const tested = result.arms.filter(({ arm }) => arm !== 'control');
  switch (expect) {
    case 'leak':
      return decided(tested[0]?.verdict, 'leak', 'no-leak');
    case 'no-leak':
      if (tested.some(({ verdict }) => verdict === 'leak')) return 'not-met';
      return tested.length > 0 && tested.every(({ verdict }) => verdict === 'no-leak') ? 'met' : 'undecided';
    case 'fixed':
    case 'not-fixed':
      if (result.verdict === 'inconclusive') return 'undecided';
      return result.verdict === expect ? 'met' : 'not-met';
  }
}

function decided(verdict: string | undefined, met: 'leak', notMet: 'no-leak'): Met {
  if (verdict === met) return 'met';
  return verdict === notMet ? 'not-met' : 'undecided';
}

/** How the command ends: without an expectation any conclusive result is a success. */
export function exitCodeOf(result: Result, expect: Expectation | null): ExitCode {
  if (result.verdict === 'invalid') return EXIT.environment;
  if (expect === null) return result.verdict === 'inconclusive' ? EXIT.inconclusive : EXIT.ok;
  switch (meets(result, expect)) {
    case 'met':
      return EXIT.ok;
    case 'not-met':
      return EXIT.expectationNotMet;
    case 'undecided':
      return EXIT.inconclusive;
  }
}
