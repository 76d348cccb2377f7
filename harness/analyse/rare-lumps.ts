import type { Unit } from '../contract/resources.ts';
import type { Growth } from './growth.ts';
import type { Rules } from './rules.ts';
import { sum } from './statistics/summary.ts';

/** A leak may come in lumps of this size, once in many logons; every limit allows for them. */
export const RARE_LUMP = { bytes: 4096, count: 1 } as const satisfies Record<Unit, number>;

/** Lumps of this size, what one heap reserves, are only warned about: allowing for them takes thousands of cycles. */
export const LARGE_LUMP_BYTES = 65_536;

/**
 * The largest mean growth per cycle that rare lumps of one size could have without any of them coming while the
 * replicates were watched. None in n cycles has the probability exp(-n rate / lump); for lumps of 1 at 95 % this
 * is the rule of three (Hanley and Lippman-Hand 1983, JAMA 249:1743).
 */
export function hiddenInLumps(lump: number, growths: readonly Growth[], oneSided: number): number {
  const cyclesWatched = sum(growths.map(({ processes, spanCycles }) => processes * spanCycles));
  return (lump * -Math.log(1 - oneSided)) / cyclesWatched;
}

/** {@link hiddenInLumps} of the size that every limit of this resource allows for. */
export const hiddenInRareLumps = (growths: readonly Growth[], { info, oneSided }: Rules): number =>
  hiddenInLumps(RARE_LUMP[info.unit], growths, oneSided);
