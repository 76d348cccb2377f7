import { normalQuantile } from './normal.ts';
import type { Points } from './points.ts';
import { mean, medianOfSorted } from './summary.ts';
import { pairwiseSlopes } from './theil-sen.ts';
import { averageRanks } from './ties.ts';

/** Autocorrelations within this two-sided band around zero are taken as chance. */
const CONFIDENCE = 0.95;

/** Of the largest value: far above the error of a product of two doubles, far below a byte in a terabyte. */
const ROUNDING = 2 ** -46;

/**
 * n/n*, by which samples that resemble their neighbours inflate Var S (Hamed & Rao 1998, J. Hydrol. 204:182):
 * 1 + 2/(n(n-1)(n-2)) · sum over lags k of (n-k)(n-k-1)(n-k-2)·rho(k), with rho the autocorrelation of the
 * ranks after Sen's slope is taken off, where it is significant. Agrees with mmkh (all lags) and mmkh3lag (3)
 * of R's modifiedmk. The sum is not bound to stay positive: alternating samples can give zero or less.
 *
 * @param points x ascending and evenly spaced: a lag is a number of samples, not of cycles
 * @param mostLags how far apart samples may be to count
 */
export function hamedRaoFactor(points: Points, mostLags = Number.POSITIVE_INFINITY): number {
  const n = points.x.length;
  if (n < 3) return 1;
  const significant = normalQuantile((1 + CONFIDENCE) / 2) / Math.sqrt(n);
  const lags = Math.min(mostLags, n - 1);
  let total = 0;
  for (const [index, rho] of autocorrelations(averageRanks(residuals(points)), lags).entries()) {
    const apart = n - (index + 1);
    if (Math.abs(rho) > significant) total += apart * (apart - 1) * (apart - 2) * rho;
  }
  return 1 + (2 * total) / (n * (n - 1) * (n - 2));
}

/** What is left of y when Sen's slope is taken off. */
function residuals({ x, y }: Points): Float64Array {
  const slope = medianOfSorted(pairwiseSlopes({ x, y }));
  const line = x.map((value) => slope * value);
  // Where exact data lie on a line, rounding would rank what are ties.
  const grain = ROUNDING * [...y, ...line].reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return y.map((value, index) => {
    const residual = value - (line[index] ?? Number.NaN);
    return grain > 0 ? Math.round(residual / grain) : residual;
  });
}

/** The autocorrelations at lags 1, 2, 3, ..., with divisor n at every lag; all NaN of a constant. */
function autocorrelations(values: Float64Array, lags: number): number[] {
  const centre = mean(values);
  const centred = values.map((value) => value - centre);
  const covariance = (lag: number): number => {
    let products = 0;
    for (let i = lag; i < centred.length; i += 1) {
      products += (centred[i] ?? Number.NaN) * (centred[i - lag] ?? Number.NaN);
    }
    return products;
  };
  const spread = covariance(0);
  return Array.from({ length: lags }, (_, index) => covariance(index + 1) / spread);
}
