import type { Growth } from './growth.ts';

/**
 * The fewest cycles per replicate before a verdict, warm-up included. Warm-ups and small caches grow evenly for
 * some hundred cycles, and a leak may begin late; no statistic of a shorter run can know. Where exactly the border is has no reason but that quick checks run 500 cycles. Fixed, so that nobody
 * shortens the horizon until the verdict suits.
 */
export const HORIZON = { leak: 256, 'no-leak': 500 } as const;

/** The cycle up to which every one of these replicates was sampled. */
export const horizonOf = (growths: readonly Growth[]): number =>
  Math.min(...growths.map(({ samples }) => samples.x.at(-1) ?? 0));
