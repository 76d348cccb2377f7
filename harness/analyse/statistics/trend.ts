import { hamedRaoFactor } from './hamed-rao.ts';
import { continuityZ, mannKendall } from './mann-kendall.ts';
import type { Points } from './points.ts';

/** The usual trend test, to be shown beside a verdict and never to make one. */
export interface Trend {
  /** Kendall's S. */
  readonly s: number;
  readonly z: number;
  /** Two-sided; exact for up to ten points without ties, otherwise by the normal approximation. */
  readonly p: number;
  /** z with Var S corrected for autocorrelation at all lags (Hamed & Rao); null if that leaves none. */
  readonly correctedZ: number | null;
  /** tau-a, S over the number of pairs; NaN of fewer than two points. */
  readonly tau: number;
}

/**
 * Mann-Kendall and its Hamed-Rao correction. A warm-up, one step or a random walk within a process is a
 * "trend" to both (Machida et al. 2013, ISSREW: highly vulnerable to false positives), so neither may
 * convict.
 *
 * @param points x ascending. The work grows with the square of their number: bin long series first
 */
export function trendOf(points: Points): Trend {
  const { s, variance, z, p, exactP, tauA } = mannKendall(points);
  const corrected = s === 0 ? 0 : variance * hamedRaoFactor(points);
  return {
    s,
    z,
    p: exactP ?? p,
    correctedZ: s === 0 || corrected > 0 ? continuityZ(s, corrected) : null,
    tau: tauA,
  };
}
