import { ARM_NAMES, type ArmName } from '../harness/contract/arms.ts';
import { RESOURCES, type ResourceName } from '../harness/contract/resources.ts';
import type { RunSeries, Series } from '../harness/contract/series.ts';

/** The cycle of the last judged sample of an arm's replicates: of the one that stopped first, and of the last. */
export interface StoppedAt {
  readonly arm: ArmName;
  readonly fewestCycles: number;
  readonly mostCycles: number;
}

/** Where each arm stopped. What is read from outside knows no cycle of its own, and is left out. */
export function stoppedAt(series: RunSeries): readonly StoppedAt[] {
  const lastCycles = new Map<string, { readonly arm: ArmName; readonly cycle: number }>();
  for (const { arm, cycles, replicate } of [...series].flatMap(readInside)) {
    const cycle = Math.max(cycles.at(-1) ?? 0, lastCycles.get(replicate)?.cycle ?? 0);
    lastCycles.set(replicate, { arm, cycle });
  }
  return ARM_NAMES.flatMap((arm) => {
    const cycles = [...lastCycles.values()].filter((last) => last.arm === arm).map(({ cycle }) => cycle);
    if (cycles.length === 0) return [];
    return [{ arm, fewestCycles: Math.min(...cycles), mostCycles: Math.max(...cycles) }];
  });
}

function readInside([resource, series]: readonly [ResourceName, readonly Series[]]): readonly Series[] {
  return RESOURCES[resource].role === 'context' ? [] : series;
}
