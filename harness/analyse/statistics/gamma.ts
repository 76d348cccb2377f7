const LANCZOS_G = 7;
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
] as const;

/** ln Γ(x) for x > 0, by Lanczos' approximation (g = 7, 9 terms): relative error about 1e-15. */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  let sum: number = LANCZOS[0];
  for (const [index, term] of LANCZOS.slice(1).entries()) sum += term / (x + index);
  const t = x + LANCZOS_G - 0.5;
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum);
}

/** A value together with its complement: one of the two is always computed directly, so small tails stay exact. */
export interface Tails {
  readonly lower: number;
  readonly upper: number;
}

/**
 * The regularised incomplete gamma functions P(a, x) and Q(a, x): the series below x = a + 1, Lentz's continued
 * fraction above (Press et al., Numerical Recipes, 6.2).
 */
export function incompleteGamma(a: number, x: number): Tails {
  if (x <= 0) return { lower: 0, upper: 1 };
  const front = Math.exp(a * Math.log(x) - x - logGamma(a));
  if (x < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let n = 1; term > sum * Number.EPSILON; n += 1) {
      term *= x / (a + n);
      sum += term;
    }
    return { lower: front * sum, upper: 1 - front * sum };
  }
  const upper =
    front /
    continuedFraction(
      x + 1 - a,
      (n) => -n * (n - a),
      (n) => x + 1 - a + 2 * n,
    );
  return { lower: 1 - upper, upper };
}

/**
 * b0 + a1/(b1 + a2/(b2 + ...)) by the modified Lentz method, to machine precision.
 *
 * @param a the n-th partial numerator, n from 1
 * @param b the n-th partial denominator, n from 1
 */
export function continuedFraction(b0: number, a: (n: number) => number, b: (n: number) => number): number {
  let value = awayFromZero(b0);
  let c = value;
  let d = 0;
  for (let n = 1; n < MOST_TERMS; n += 1) {
    d = 1 / awayFromZero(b(n) + a(n) * d);
    c = awayFromZero(b(n) + a(n) / c);
    value *= c * d;
    if (Math.abs(c * d - 1) < 2 * Number.EPSILON) break;
  }
  return value;
}

const MOST_TERMS = 10_000;
const awayFromZero = (x: number): number => (Math.abs(x) < 1e-300 ? 1e-300 : x);
