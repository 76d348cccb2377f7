import { kendallVariance } from './kendall.ts';
import { kendallScore } from './kendall-score.ts';
import { kendallUpperTail, MOST_EXACT_POINTS } from './kendall-tails.ts';
import { normalCdf } from './normal.ts';
import type { Points } from './points.ts';

/** Whether y tends to rise with x, whatever the shape (Mann 1945, Econometrica 13:245; Kendall 1975). */
export interface MannKendall {
  readonly s: number;
  /** Var S if x and y were independent, ties allowed for. */
  readonly variance: number;
  /** S in standard deviations, one step nearer to zero (continuity correction). */
  readonly z: number;
  /** Two-sided, by the normal approximation. */
  readonly p: number;
  /** Two-sided, by counting orders; null of more than ten points or with ties. */
  readonly exactP: number | null;
  /** S over the number of pairs: ties count as pairs that say nothing. */
  readonly tauA: number;
  /** S over the pairs that could say something, ties in x and in y left out; NaN when one never changes. */
  readonly tauB: number;
}

/** The Mann-Kendall test. It takes points as independent, which samples of one process are not. */
export function mannKendall(points: Points): MannKendall {
  const { s, pairs, pairsTiedInX, pairsTiedInY } = kendallScore(points);
  const variance = kendallVariance(points);
  const z = continuityZ(s, variance);
  const n = points.x.length;
  const hasTies = pairsTiedInX + pairsTiedInY > 0;
  return {
    s,
    variance,
    z,
    p: 2 * normalCdf(-Math.abs(z)),
    exactP: hasTies || n > MOST_EXACT_POINTS ? null : Math.min(1, 2 * kendallUpperTail(Math.abs(s), n)),
    tauA: pairs === 0 ? Number.NaN : s / pairs,
    tauB: s / Math.sqrt((pairs - pairsTiedInX) * (pairs - pairsTiedInY)),
  };
}

/** (S - sgn S)/sqrt(Var S): S changes in steps of two, so half a step is taken off. */
export function continuityZ(s: number, variance: number): number {
  return s === 0 ? 0 : (s - Math.sign(s)) / Math.sqrt(variance);
}
