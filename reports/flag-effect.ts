import type { Difference, Rate } from '../harness/contract/result.ts';
import { formatCounted, formatRate, formatShareWithInterval } from './format.ts';
import { resourceLabel, resourceUnit } from './resource-label.ts';

/**
 * `The flag changed busy heap bytes after 64 logons: 4,096 bytes [4,095, 4,097] less per logon with on than with off`,
 * or null where no look showed that it changes anything.
 */
export function firstSeenSentence({ firstSeen, minuend, subtrahend }: Difference): string | null {
  if (firstSeen === null) return null;
  const { logons, perCycle, resource } = firstSeen;
  const less = perCycle.estimate >= 0;
  const { estimate, interval } = formatRate(less ? perCycle : negated(perCycle), resourceUnit(resource));
  const change = `${estimate} ${interval} ${less ? 'less' : 'more'} per logon`;
  return `The flag changed ${resourceLabel(resource)} after ${formatCounted(logons, 'logon')}: ${change} with ${subtrahend} than with ${minuend}`;
}

/** `busy heap bytes: 83% [79, 87]`, or null where the flag does not make a leak smaller. */
export function reductionWording({ reduction }: Difference): string | null {
  if (reduction === null) return null;
  return `${resourceLabel(reduction.resource)}: ${formatShareWithInterval(reduction)}`;
}

function negated({ confidence, estimate, high, low }: Rate): Rate {
  return { confidence, estimate: -estimate, low: -high, high: -low };
}
