import { type ArmGrowth, armGrowthOf } from '../../../harness/analyse/arm-growth.ts';
import { noiseOf } from '../../support/noise.ts';
import { sampledCycles } from './traces.ts';

/** Whether a cycle fails, counted from 0; asked for ascending cycles. */
export type Failing = (cycle: number) => boolean;

/** Bytes that cycles leave behind. */
export interface Leaving {
  readonly perSuccess: number;
  readonly perFailure?: number;
  /** Standard deviation of the level. */
  readonly noise?: number;
}

export const CYCLES = 2048;
const REPLICATES = 4;

/** By chance, each cycle for itself. */
export const byChance =
  (share: number) =>
  (seed: number): Failing => {
    const noise = noiseOf(seed);
    return () => noise.uniform() < share;
  };

/** In one outage that begins at a cycle and takes a share of all. */
export const outage = (share: number, from: number) => (): Failing => (cycle) =>
  cycle >= from && cycle < from + share * CYCLES;

/** An arm of four processes of 2,048 cycles, of which some fail. @param told whether samples told when */
export function failingArm(
  failingOf: (seed: number) => Failing,
  { noise = 0, perFailure = 0, perSuccess }: Leaving,
  seed: number,
  told = true,
): ArmGrowth {
  const sampled = sampledCycles(CYCLES);
  const replicates = Array.from({ length: REPLICATES }, (_, i) => {
    const failing = failingOf(seed * 100 + i);
    const jitter = noiseOf(seed * 100 + i + 50);
    const failed: number[] = [0];
    for (let cycle = 0; cycle < CYCLES; cycle += 1)
      failed.push((failed[cycle] ?? 0) + (failing(cycle) ? 1 : 0));
    const failedAt = Float64Array.from(sampled, (cycle) => failed[cycle] ?? 0);
    const values = Float64Array.from(sampled, (cycle, at) => {
      const failures = failedAt[at] ?? 0;
      return perSuccess * (cycle - failures) + perFailure * failures + jitter.normal(noise);
    });
    return { failedAt, values, replicate: `off-${i + 1}` };
  });
  const cycles = Float64Array.from(sampled);
  const arm = 'off' as const;
  return armGrowthOf(
    replicates.map(({ replicate, values }) => ({ replicate, arm, cycles, values })),
    replicates.map(({ failedAt, replicate }) => ({
      ...{ replicate, arm, cycles: CYCLES, elapsedMs: 1, walksOverBudget: 0, ending: { kind: 'finished' } },
      failedCycles: failedAt.at(-1) ?? 0,
      ...(told ? { failures: { x: cycles, y: failedAt } } : {}),
    })),
    1,
  );
}
