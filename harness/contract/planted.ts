import type { Plan } from './plan.ts';

/** What a session host of the self-test leaks per cycle, as a multiple of the margin. */
const PLANTED_MARGINS = 2;
/** Blocks of the process heap are a multiple of this. */
const PLANTED_GRAIN_BYTES = 16;

/** Bytes that the planted arm leaks in every cycle: twice the margin, which a self-test must find. */
export function plantedBytesPerCycle({ margin }: Pick<Plan, 'margin'>): number {
  const bytes = margin.of.heapBytes ?? margin.bytesPerCycle;
  return PLANTED_GRAIN_BYTES * Math.ceil((PLANTED_MARGINS * bytes) / PLANTED_GRAIN_BYTES);
}
