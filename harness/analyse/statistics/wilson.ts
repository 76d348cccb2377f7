import { normalQuantile } from './normal.ts';

/**
 * The interval of a share from so many hits in so many trials (Wilson 1927): it stays within 0 and 1, and is no point
 * where there was no hit.
 *
 * @param trials at least 1
 * @param confidence two-sided
 */
export function wilsonInterval(
  hits: number,
  trials: number,
  confidence: number,
): { readonly low: number; readonly high: number } {
  const z = normalQuantile((1 + confidence) / 2);
  const share = hits / trials;
  const shrink = 1 + z ** 2 / trials;
  const centre = (share + z ** 2 / (2 * trials)) / shrink;
  const reach = (z / shrink) * Math.sqrt((share * (1 - share)) / trials + z ** 2 / (4 * trials ** 2));
  return {
    low: hits === 0 ? 0 : Math.max(0, centre - reach),
    high: hits === trials ? 1 : Math.min(1, centre + reach),
  };
}
