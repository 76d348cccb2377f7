import { type Noise, noiseOf } from '../support/noise.ts';
import type { Curve } from './curves.ts';

/**
 * What a verdict on a family has to be. `below-margin` leaks less than matters to anyone: `leak` is wrong,
 * anything else is right.
 */
export type Kind = 'leak-free' | 'leak' | 'below-margin';

/**
 * `exact`: every process of every run gives the same trace. `common`: the processes of one run do. `rare-
 * lumps`: it leaks so seldom that most windows hold no leak at all. `unbounded`: it grows for ever, but is no
 * leak.
 */
export type Trait = 'exact' | 'common' | 'rare-lumps' | 'unbounded';

/** One kind of memory trace. */
export interface Family {
  /** N and a number if it is free of leaks, L and a number if it leaks. */
  readonly id: string;
  readonly name: string;
  readonly kind: Kind;
  readonly traits: readonly Trait[];
  /** Bytes per cycle that are really leaked once so many cycles have run. */
  readonly rateAt: (cycle: number) => number;
  /**
   * Draws what the processes of a run have in common; what comes back draws what is a process's own.
   * @param horizonCycles the largest number of cycles a process of the run may have
   */
  readonly run: (common: Noise, horizonCycles: number) => MakeProcess;
}

/** A process's curve in bytes above the base; asked once for each cycle, from 0 upwards. */
export type MakeProcess = (own: Noise) => Curve;

/** Busy bytes of a process before its first cycle. */
export const BASE_BYTES = 5 * 1024 * 1024;

/** Busy bytes after 0 to `cycles` cycles, at the quiescent point. */
export function traceOf(curve: Curve, cycles: number): Float64Array {
  const bytes = new Float64Array(cycles + 1);
  for (let cycle = 0; cycle <= cycles; cycle += 1) bytes[cycle] = BASE_BYTES + curve(cycle);
  return bytes;
}

/** Which run of a family, and from which seed: together they decide every number of its traces. */
export interface RunSeed {
  readonly seed: number;
  readonly run: number;
}

/**
 * The traces of some processes of one run. The same process of the same run always begins alike, however many
 * are asked for and however long.
 * @param first the number of the first process, from 0
 */
export function tracesOf(
  family: Family,
  { seed, run }: RunSeed,
  { first = 0, count, cycles, horizonCycles }: Extent,
): Float64Array[] {
  const noise = (process: string): Noise => noiseOf(hashOf(`${seed} ${family.id} ${run} ${process}`));
  const make = family.run(noise('common'), horizonCycles);
  return Array.from({ length: count }, (_, index) => traceOf(make(noise(String(first + index))), cycles));
}

export interface Extent {
  readonly first?: number;
  readonly count: number;
  readonly cycles: number;
  readonly horizonCycles: number;
}

/** FNV-1a of 32 bits: seeds that do not depend on the order in which families are tried. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  // FNV leaves neighbouring texts close; the finaliser of MurmurHash3 parts them.
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
