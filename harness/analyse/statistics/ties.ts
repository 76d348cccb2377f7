/** How many values share each distinct value. */
export function tieSizes(values: Float64Array): number[] {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts.values()];
}

/** The number of pairs that n things make. */
export const pairsOf = (n: number): number => (n * (n - 1)) / 2;

/** How many pairs of values are equal. */
export const tiedPairs = (values: Float64Array): number =>
  tieSizes(values).reduce((pairs, size) => pairs + pairsOf(size), 0);

/** The ranks 1, 2, 3, ... of the values, in their order; equal values share the mean of their ranks. */
export function averageRanks(values: Float64Array): Float64Array {
  const at = (index: number): number => values[index] ?? Number.NaN;
  const order = Array.from(values, (_, index) => index).sort((a, b) => at(a) - at(b));
  const ranks = new Float64Array(values.length);
  let start = 0;
  while (start < order.length) {
    let end = start + 1;
    while (end < order.length && at(order[end] ?? -1) === at(order[start] ?? -1)) end += 1;
    for (const index of order.slice(start, end)) ranks[index] = (start + 1 + end) / 2;
    start = end;
  }
  return ranks;
}
