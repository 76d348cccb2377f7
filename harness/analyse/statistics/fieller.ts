import type { Estimate } from './estimate.ts';

/** What is known of a ratio: nothing, where its denominator may be zero. */
export type RatioInterval =
  | { readonly kind: 'bounded'; readonly low: number; readonly high: number }
  | { readonly kind: 'unbounded' };

/**
 * The interval for a/b of independent estimates (Fieller 1954, JRSS B 16:175): all ratios r with
 * (a - r·b)² <= t²·(SEa² + r²·SEb²). They are a finite interval only where b itself is told from zero.
 *
 * @param t the quantile of Student's t (or the normal) at (1 + confidence)/2
 */
export function fiellerInterval(
  numerator: Pick<Estimate, 'mean' | 'standardError'>,
  denominator: Pick<Estimate, 'mean' | 'standardError'>,
  t: number,
): RatioInterval {
  const a = numerator.mean;
  const b = denominator.mean;
  const reachA = (t * numerator.standardError) ** 2;
  const reachB = (t * denominator.standardError) ** 2;
  // Negated, so that NaN ends up here too.
  if (!(reachB < b * b)) return { kind: 'unbounded' };

  const lead = b * b - reachB;
  const centre = a * b;
  // centre² - lead·(a² - reachA), multiplied out: nothing cancels, so exact data get no width.
  const reach = Math.sqrt(a * a * reachB + reachA * lead);
  return { kind: 'bounded', low: (centre - reach) / lead, high: (centre + reach) / lead };
}
