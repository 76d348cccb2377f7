import type { Noise } from '../support/noise.ts';

/**
 * Bytes after so many cycles. Curves with noise keep a state: they are asked for each cycle once, from 0
 * upwards.
 */
export type Curve = (cycle: number) => number;

export const KIB = 1024;
export const MIB = 1024 * KIB;

/** The sum of two or three curves. */
export function plus(a: Curve, b: Curve, c?: Curve): Curve {
  return c === undefined ? (cycle) => a(cycle) + b(cycle) : (cycle) => a(cycle) + b(cycle) + c(cycle);
}

export const linear =
  (bytesPerCycle: number): Curve =>
  (cycle) =>
    bytesPerCycle * cycle;

export const white =
  (noise: Noise, deviation: number): Curve =>
  () =>
    noise.normal(deviation);

/** AR(1), stationary from its first value; `deviation` is that of its values, not of its shocks. */
export function autoregressive(noise: Noise, phi: number, deviation: number): Curve {
  const shock = deviation * Math.sqrt(1 - phi * phi);
  let level = noise.normal(deviation);
  return (cycle) => {
    if (cycle > 0) level = phi * level + noise.normal(shock);
    return level;
  };
}

/** Random walk from 0; `deviation` is that of one cycle's step. */
export function walk(noise: Noise, deviation: number): Curve {
  let level = 0;
  return (cycle) => {
    if (cycle > 0) level += noise.normal(deviation);
    return level;
  };
}

/** Student's t with 2 degrees of freedom, whose variance is infinite. */
export const heavyTailed =
  (noise: Noise, scale: number): Curve =>
  () =>
    noise.normal(scale) / Math.sqrt(noise.exponential(1));

/** A(1 - e^(-c/tau)). */
export const saturating =
  (amplitude: number, tauCycles: number): Curve =>
  (cycle) =>
    amplitude * (1 - Math.exp(-cycle / tauCycles));

/** A share of 0.9 to 1.1: processes warm up to a little different sizes. */
export const aboutOne = (noise: Noise): number => 0.9 + 0.2 * noise.uniform();

/** What is left of a pool that is given back: A e^(-c/tau). */
export const decaying =
  (bytes: number, tauCycles: number): Curve =>
  (cycle) =>
    bytes * Math.exp(-cycle / tauCycles);

/** One rate up to a cycle, another one after it. */
export const bent =
  (before: number, after: number, atCycle: number): Curve =>
  (cycle) =>
    before * Math.min(cycle, atCycle) + after * Math.max(cycle - atCycle, 0);

export const cache =
  (entryBytes: number, entries: number): Curve =>
  (cycle) =>
    entryBytes * Math.min(cycle, entries);

export const logarithm =
  (bytes: number, cycles: number): Curve =>
  (cycle) =>
    bytes * Math.log1p(cycle / cycles);

export function sawtooth(noise: Noise, height: number, periodCycles: number): Curve {
  const phase = noise.below(periodCycles);
  return (cycle) => (height * ((cycle + phase) % periodCycles)) / periodCycles;
}

/** A sawtooth of which every tooth has a length of its own, at the same slope throughout. */
export function irregularSawtooth(
  noise: Noise,
  bytesPerCycle: number,
  shortest: number,
  longest: number,
): Curve {
  const toothCycles = (): number => shortest + noise.below(longest - shortest + 1);
  let left = 1 + noise.below(toothCycles());
  let level = bytesPerCycle * noise.below(shortest);
  return () => {
    left -= 1;
    if (left > 0) level += bytesPerCycle;
    else {
      left = toothCycles();
      level = 0;
    }
    return level;
  };
}

/** Rounded down to steps of `step` bytes, which begin at an offset. */
export const quantised =
  (step: number, offset: number, curve: Curve): Curve =>
  (cycle) =>
    Math.floor((curve(cycle) + offset) / step) * step;

/** Steps up, each at a cycle of its own. */
export function steps(atCycles: readonly number[], heights: readonly number[]): Curve {
  return (cycle) => {
    let level = 0;
    for (const [index, at] of atCycles.entries()) if (cycle >= at) level += heights[index] ?? 0;
    return level;
  };
}

/** A share of the samples stands out upwards, by an exponential amount. */
export const spikes =
  (noise: Noise, probability: number, meanBytes: number): Curve =>
  () =>
    noise.uniform() < probability ? noise.exponential(meanBytes) : 0;

/** Each cycle keeps, with this probability, a lump for ever. */
export function lumps(noise: Noise, probability: number, lumpBytes: () => number): Curve {
  let level = 0;
  return (cycle) => {
    if (cycle > 0 && noise.uniform() < probability) level += lumpBytes();
    return level;
  };
}

/** Now and then a lump up or down, the likelier back to the mean the further away (Ehrenfest's urn of 8). */
export function lumpsBothWays(noise: Noise, probability: number, lumpBytes: number): Curve {
  const half = 4;
  let level = 0;
  return () => {
    if (noise.uniform() < probability) level += noise.uniform() < (half - level) / (2 * half) ? 1 : -1;
    return lumpBytes * level;
  };
}

/** Two levels, changed with this probability each cycle. */
export function telegraph(noise: Noise, height: number, probability: number): Curve {
  let isHigh = noise.uniform() < 0.5;
  return () => {
    if (noise.uniform() < probability) isHigh = !isHigh;
    return isHigh ? height : 0;
  };
}

/** A hash table that doubles its slots whenever they are full. */
export function doublingTable(slotBytes: number, fewestSlots: number, mostEntries: number): Curve {
  return (cycle) => {
    const entries = Math.max(1, Math.min(cycle, mostEntries));
    return slotBytes * Math.max(fewestSlots, 2 ** Math.ceil(Math.log2(entries)));
  };
}

/** Pareto from `smallest`, cut off at `largest` by drawing anew. */
export function truncatedPareto(noise: Noise, alpha: number, smallest: number, largest: number): number {
  const kept = 1 - (smallest / largest) ** alpha;
  return smallest * (1 - kept * noise.uniform()) ** (-1 / alpha);
}

/** The mean of {@link truncatedPareto}. */
export function truncatedParetoMean(alpha: number, smallest: number, largest: number): number {
  const ratio = smallest / largest;
  return (((alpha * smallest) / (alpha - 1)) * (1 - ratio ** (alpha - 1))) / (1 - ratio ** alpha);
}
