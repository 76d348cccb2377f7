import { type ArmGrowth, armGrowthOf } from '../../../harness/analyse/arm-growth.ts';
import { type Growth, growthOf } from '../../../harness/analyse/growth.ts';
import type { Points } from '../../../harness/analyse/statistics/points.ts';
import { windowsOf } from '../../../harness/analyse/window.ts';
import { nextSample } from '../../../harness/contract/sampling.ts';
import { type Noise, noiseOf } from '../../support/noise.ts';
import type { Curve } from './make-run.ts';

/**
 * The cycles at which a replicate of so many cycles is sampled, blocks growing or, if given, of the same
 * length.
 */
export function sampledCycles(cycles: number, blockCycles: number | null = null): readonly number[] {
  const sampled = [0];
  const plan = { blockCycles, length: { by: 'cycles', cycles } } as const;
  for (let cycle = 0; cycle < cycles; ) {
    cycle = nextSample(cycle, plan);
    sampled.push(cycle);
  }
  return sampled;
}

/** A curve as it is sampled after warm-up; random ones are asked for ascending cycles from the start on. */
export function settledPoints(curve: Curve, cycles: number, blockCycles: number | null = null): Points {
  const sampled = sampledCycles(cycles, blockCycles).map((cycle) => [cycle, curve(cycle)] as const);
  const { fromCycle } = windowsOf(cycles, 1).settled;
  const settled = sampled.filter(([cycle]) => cycle >= fromCycle);
  return {
    x: Float64Array.from(settled, ([cycle]) => cycle),
    y: Float64Array.from(settled, ([, value]) => value),
  };
}

export function growthOfCurve(curve: Curve, cycles: number, blockCycles: number | null = null): Growth {
  const growth = growthOf('off-1', settledPoints(curve, cycles, blockCycles), windowsOf(cycles, 1).settled);
  if (growth === null) throw new Error('too few samples for a rate');
  return growth;
}

/** An arm with a replicate of each curve, in an order of one mailbox. */
export function armOfCurves(
  curves: readonly Curve[],
  cycles: number,
  blockCycles: number | null = null,
): ArmGrowth {
  const sampled = sampledCycles(cycles, blockCycles);
  const series = curves.map((curve, i) => ({
    ...{ replicate: `off-${i + 1}`, arm: 'off' as const },
    ...{ cycles: Float64Array.from(sampled), values: Float64Array.from(sampled, (cycle) => curve(cycle)) },
  }));
  const facts = series.map(({ replicate, arm }) => ({
    ...{ replicate, arm, cycles, failedCycles: 0, elapsedMs: 1, walksOverBudget: 0 },
    ending: { kind: 'finished' as const },
  }));
  return armGrowthOf(series, facts, 1);
}

/** Noise of its own for each of so many replicates. */
export const noises = (seed: number, replicates = 4): readonly Noise[] =>
  Array.from({ length: replicates }, (_, i) => noiseOf(seed * 100 + i));

/** A level that moves by chance with every cycle. */
export function walk(noise: Noise, perRootCycle: number): Curve {
  let level = 0;
  let last = 0;
  return (cycle) => {
    level += noise.normal(perRootCycle * Math.sqrt(cycle - last));
    last = cycle;
    return level;
  };
}
