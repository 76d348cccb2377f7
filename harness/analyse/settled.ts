import { EXIT } from '../contract/errors.ts';
import type { Plan } from '../contract/plan.ts';
import type { Result } from '../contract/result.ts';
import type { Threshold, ThresholdResult } from '../contract/thresholds.ts';
import { exitCodeOf } from './expectation.ts';

/**
 * Whether a run has answered what it was asked (its verdict, expectation and thresholds), so that measuring on would only
 * sharpen the figures. A count below its bound is no answer, as it may still grow: whoever asks for nothing else asks
 * for the verdict as well.
 */
export function isSettled(
  result: Result,
  { expect, thresholds }: Pick<Plan, 'expect' | 'thresholds'>,
): boolean {
  const told = result.thresholds.map((found) => ({
    found,
    state: stateOf(
      found,
      thresholds.find(({ text }) => text === found.text),
    ),
  }));
  if (told.some(({ state }) => state === 'awaited')) return false;
  const decided = told.filter(({ state }) => state === 'decided').map(({ found }) => found);
  const code = exitCodeOf({ ...result, thresholds: decided }, expect);
  return code === EXIT.ok || code === EXIT.expectationNotMet;
}

/** `kept`: as long as nothing more is counted. `awaited`: may hold when more is. */
function stateOf(
  { outcome }: ThresholdResult,
  threshold: Threshold | undefined,
): 'decided' | 'kept' | 'awaited' {
  const isCount = threshold?.subject.what === 'failures' || threshold?.subject.what === 'exhausted';
  if (threshold === undefined || !isCount) return 'decided';
  const isUpper = threshold.operator.startsWith('<');
  if (isUpper) return outcome === 'passed' ? 'kept' : 'decided';
  return outcome === 'failed' ? 'awaited' : 'decided';
}
