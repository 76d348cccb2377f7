import type { Growth } from './growth.ts';

/** The cycle up to which every one of these replicates was sampled. */
export const horizonOf = (growths: readonly Growth[]): number =>
  Math.min(...growths.map(({ samples }) => samples.x.at(-1) ?? 0));
