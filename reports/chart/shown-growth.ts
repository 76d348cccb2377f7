import type { Extent } from './geometry.ts';

/** The growth axis shows at least so many of the smallest steps of a metric: one step is no mountain. */
const FEWEST_GRAINS = 5;

/** What an axis should show of a growth. What does not move is in the middle: it could have gone either way. */
export function shownGrowth({ high, low }: Extent, grain: number): Extent {
  const room = FEWEST_GRAINS * grain;
  if (low === high) return { low: low - room / 2, high: high + room / 2 };
  return { low, high: Math.max(high, low + room) };
}
