import { EXIT } from '../contract/errors.ts';
import type { Plan } from '../contract/plan.ts';
import type { Result } from '../contract/result.ts';
import { exitCodeOf } from './expectation.ts';

/**
 * Whether a run has answered what it was asked (its verdict, expectation and thresholds), so that measuring on would only
 * sharpen the figures.
 */
export function isSettled(result: Result, { expect }: Pick<Plan, 'expect'>): boolean {
  const code = exitCodeOf(result, expect);
  return code === EXIT.ok || code === EXIT.expectationNotMet;
}
