import { RESOURCES } from '../../harness/contract/resources.ts';
import type { Chart } from '../chart/chart.ts';
import { type ChartData, stepsOf } from '../chart/chart-data.ts';
import { visible } from '../text.ts';

/** A chart as the page's script wants it. */
export function chartDataOf({ arms, cycles, fits, lines, resource, warmUpToCycle }: Chart): ChartData {
  const { grain, label, unit } = RESOURCES[resource];
  return {
    resource,
    label,
    unit,
    grain,
    arms,
    fits,
    warmUpToCycle,
    cycles,
    lines: lines.map(({ arm, detail, replicate }) => [
      visible(replicate),
      arm,
      stepsOf(detail.map(({ x }) => x)),
      stepsOf(detail.map(({ y }) => y)),
    ]),
  };
}
