import type { Plan } from '../harness/contract/plan.ts';
import { RESOURCE_NAMES, RESOURCES } from '../harness/contract/resources.ts';
import { formatAmount } from './format.ts';

/** `64 bytes or 0.01 of a count per logon; heaps 0.001, threads 0.001`. */
export function marginWording(
  { bytesPerCycle, countPerCycle, of }: Plan['margin'],
  cycleUnit = 'logon',
): string {
  const own = RESOURCE_NAMES.flatMap((name) => {
    const margin = of[name];
    return margin === undefined
      ? []
      : [`${RESOURCES[name].label} ${formatAmount(margin, RESOURCES[name].unit)}`];
  });
  const all = `${formatAmount(bytesPerCycle, 'bytes')} or ${formatAmount(countPerCycle, 'count')} of a count per ${cycleUnit}`;
  return own.length === 0 ? all : `${all}; ${own.join(', ')}`;
}
