/**
 * The root of an increasing function by Newton's method, kept inside a bracket by bisection: no step may leave
 * the interval that is known to hold the root, so a flat tail cannot throw it off.
 *
 * @param value an increasing function, negative at `low` and positive at `high`
 * @param slope its derivative
 */
export function increasingRoot(
  value: (x: number) => number,
  slope: (x: number) => number,
  bracket: { readonly low: number; readonly high: number },
): number {
  let { low, high } = bracket;
  let x = (low + high) / 2;
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const error = value(x);
    if (error === 0) return x;
    if (error < 0) low = x;
    else high = x;
    const newton = x - error / slope(x);
    const next = newton > low && newton < high ? newton : (low + high) / 2;
    if (Math.abs(next - x) <= Number.EPSILON * Math.abs(next)) return next;
    x = next;
  }
  return x;
}

/** Enough to bisect any interval of doubles to its last bit. */
const MOST_STEPS = 2100;
