import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Seeded noise. */
export interface Noise {
  /** Uniform in [0, 1). */
  uniform(): number;
  /** A whole number from 0 to below. */
  below(limit: number): number;
  /** Normal with mean 0. */
  normal(standardDeviation: number): number;
  /** Exponential. */
  exponential(mean: number): number;
}

export function noiseOf(seed: number): Noise {
  // Neighbouring seeds give nearly equal first values, and with them equal phases: spread the seeds out.
  const generator = xoroshiro128plus(Math.imul(seed + 1, 0x9e3779b1) ^ 0x5bd1e995);
  for (let skipped = 0; skipped < 8; skipped += 1) uniformFloat64(generator);
  const uniform = (): number => uniformFloat64(generator);
  // Box and Muller make two normal numbers of two uniform ones: the second is kept for the next call.
  let spare: number | null = null;
  const standardNormal = (): number => {
    if (spare !== null) {
      const kept = spare;
      spare = null;
      return kept;
    }
    // 1 - u because the logarithm of 0 is not a number.
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
    const angle = 2 * Math.PI * uniform();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
  return {
    uniform,
    below: (limit) => uniformInt(generator, 0, limit - 1),
    normal: (standardDeviation) => standardDeviation * standardNormal(),
    exponential: (mean) => -mean * Math.log(1 - uniform()),
  };
}
