import type { ArmName } from '../../harness/contract/arms.ts';
import type { ChartData } from '../chart/chart-data.ts';
import type { Extent } from '../chart/geometry.ts';
import { formatAmount, formatCount } from '../format.ts';
import { armsAt, cycleOf, growthOf, type Line, type Reading } from './lines.ts';

/** A sample in words: `Cycle 1,024: off-3 has grown by 4 MiB; off 3.99 to 4.01 MiB, on 0 bytes`. */
export function readoutOf(data: ChartData, lines: readonly Line[], reading: Reading): string {
  const cycle = cycleOf(reading);
  const found = armsAt(lines, cycle);
  const arms = data.arms.flatMap((arm) => {
    const growth = found.get(arm);
    return growth === undefined ? [] : [armWording(data, arm, growth)];
  });
  const own = `${reading.line.replicate} has grown by ${formatAmount(growthOf(reading), data.unit)}`;
  return `Cycle ${formatCount(cycle)}: ${own}. All replicates: ${arms.join(', ')}`;
}

function armWording({ unit }: ChartData, arm: ArmName, { high, low }: Extent): string {
  const [from, to] = [formatAmount(low, unit), formatAmount(high, unit)];
  return from === to ? `${arm} ${from}` : `${arm} ${from} to ${to}`;
}
