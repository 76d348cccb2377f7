import { continuedFraction, logGamma } from './gamma.ts';
import { increasingRoot } from './root.ts';

/** P(T <= t) of Student's t distribution; the degrees of freedom may be fractional, as Welch's are. */
export function studentTCdf(t: number, degreesOfFreedom: number): number {
  const tail = upperTail(Math.abs(t), degreesOfFreedom);
  return t < 0 ? tail : 1 - tail;
}

/** The t with P(T <= t) = probability, 0 < probability < 1. */
export function studentTQuantile(probability: number, degreesOfFreedom: number): number {
  // Solved in the lower tail, where the probability is small and therefore exact.
  if (probability > 0.5) return -studentTQuantile(1 - probability, degreesOfFreedom);
  if (probability === 0.5) return 0;
  let low = -1;
  while (studentTCdf(low, degreesOfFreedom) > probability) low *= 2;
  return increasingRoot(
    (t) => studentTCdf(t, degreesOfFreedom) - probability,
    (t) => density(t, degreesOfFreedom),
    { low, high: 0 },
  );
}

/** P(T > t) for t >= 0: half of I_x(v/2, 1/2) at x = v/(v + t²). */
function upperTail(t: number, degreesOfFreedom: number): number {
  const square = t * t;
  const total = degreesOfFreedom + square;
  return incompleteBeta(degreesOfFreedom / 2, 0.5, degreesOfFreedom / total, square / total) / 2;
}

function density(t: number, degreesOfFreedom: number): number {
  const half = degreesOfFreedom / 2;
  const scale = logGamma(half + 0.5) - logGamma(half) - 0.5 * Math.log(degreesOfFreedom * Math.PI);
  return Math.exp(scale - (half + 0.5) * Math.log1p((t * t) / degreesOfFreedom));
}

/**
 * The regularised incomplete beta function I_x(a, b). The complement 1 - x is passed too, because near x = 1
 * subtracting would lose it (Press et al., Numerical Recipes, 6.4).
 */
function incompleteBeta(a: number, b: number, x: number, complement: number): number {
  if (x <= 0) return 0;
  if (complement <= 0) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(b, a, complement, x);
  const front = Math.exp(
    logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(complement),
  );
  const numerator = (n: number): number => {
    const m = Math.floor(n / 2);
    return n % 2 === 0
      ? (m * (b - m) * x) / ((a + n - 1) * (a + n))
      : (-(a + m) * (a + b + m) * x) / ((a + n - 1) * (a + n));
  };
  return front / (a * continuedFraction(1, numerator, () => 1));
}
