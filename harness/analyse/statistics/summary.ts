type Numbers = readonly number[] | Float64Array;

export function sum(values: Numbers): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

/** The arithmetic mean; NaN of nothing. */
export const mean = (values: Numbers): number => sum(values) / values.length;

/** The sample variance (divisor n - 1); NaN of fewer than two. */
export function variance(values: Numbers): number {
  const centre = mean(values);
  let squares = 0;
  for (const value of values) squares += (value - centre) ** 2;
  return squares / (values.length - 1);
}

/** The middle value, or the mean of the two in the middle; NaN of nothing. */
export function median(values: Numbers): number {
  return medianOfSorted(Float64Array.from(values).sort());
}

/** {@link median} of values already in ascending order. */
export function medianOfSorted(sorted: Float64Array): number {
  const half = sorted.length >> 1;
  const upper = sorted[half] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? Number.NaN) + upper) / 2;
}
