import { HarnessError } from '../contract/errors.ts';
import type { Expectation, Plan } from '../contract/plan.ts';

/**
 * That something is fixed is told from `on` beside an arm without the cure: expected of other arms it could never be met.
 * @returns the same expectation
 * @throws HarnessError USAGE
 */
export function requireTellable(
  expect: Expectation | null,
  { arms }: Pick<Plan, 'arms'>,
): Expectation | null {
  const isPair = arms.includes('on') && (arms.includes('off') || arms.includes('absent'));
  if (expect !== 'fixed' || isPair) return expect;
  throw new HarnessError(
    'USAGE',
    `--expect fixed takes on and off (or absent), and this run measures ${arms.join(' and ')} alone`,
    'Give --arms off,on, or expect leak or no-leak.',
  );
}
