import type { QuiescentSample } from '../../contract/sample.ts';
import { createSampleTable } from '../sample-table.ts';
import type { PhaseSamples } from './explained.ts';

/** Takes the samples of one phase of one replicate, in their order, and keeps only numbers. */
export interface PhaseTable {
  add(sample: QuiescentSample): void;
  /** May be asked again and again while samples come. */
  finish(): PhaseSamples;
}

type Attempts = Pick<QuiescentSample, 'cycle' | 'failedCycles'>;

export function createPhaseTable(): PhaseTable {
  const table = createSampleTable();
  let first: Attempts | null = null;
  let last: Attempts | null = null;
  return {
    add(sample) {
      table.add(sample, sample.readings);
      const { cycle, failedCycles } = sample;
      last = { cycle, failedCycles };
      first ??= last;
    },
    finish: () => ({
      points: table.finish(),
      cycles: (last?.cycle ?? 0) - (first?.cycle ?? 0),
      failedCycles: (last?.failedCycles ?? 0) - (first?.failedCycles ?? 0),
    }),
  };
}
