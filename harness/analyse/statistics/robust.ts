/**
 * The value below which a share of the values lies, interpolated between order statistics: type 7 of Hyndman
 * & Fan (1996, Am. Stat. 50:361), the default of R and NumPy. NaN of nothing.
 *
 * @param probability from 0, the least value, to 1, the greatest
 */
export function quantile(values: readonly number[] | Float64Array, probability: number): number {
  const sorted = Float64Array.from(values).sort();
  const place = (sorted.length - 1) * probability;
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? Number.NaN;
  return below + (place - Math.floor(place)) * (above - below);
}
