/**
 * Indices of the values to draw when there is room for `columns` of them side by side: of every column the
 * lowest and the highest value, in the order in which they came, and both ends. No peak is lost, and there
 * are at most 2 * columns + 2 of them, however many values there are.
 */
export function thin(values: Float64Array, columns: number): readonly number[] {
  const count = values.length;
  if (count <= 2 * columns + 2) return Array.from(values.keys());
  const kept = [0];
  for (let column = 0; column < columns; column += 1) {
    const from = Math.max(1, Math.floor((column * count) / columns));
    const to = Math.min(count - 1, Math.floor(((column + 1) * count) / columns));
    kept.push(...extremesBetween(values, from, to));
  }
  kept.push(count - 1);
  return kept;
}

/** Indices of the lowest and the highest value in [from, to), the earlier one first. */
function extremesBetween(values: Float64Array, from: number, to: number): readonly number[] {
  if (from >= to) return [];
  let lowest = from;
  let highest = from;
  for (let at = from + 1; at < to; at += 1) {
    const value = values[at] ?? 0;
    if (value < (values[lowest] ?? 0)) lowest = at;
    if (value > (values[highest] ?? 0)) highest = at;
  }
  return lowest === highest ? [lowest] : [Math.min(lowest, highest), Math.max(lowest, highest)];
}
