import { type Exhausted, endedBy, hadWorked } from '../harness/contract/exhaustion.ts';
import { RESOURCES } from '../harness/contract/resources.ts';
import { type ArmResult, ranOutCount } from '../harness/contract/result.ts';
import { formatAmount, formatCount, formatCounted } from './format.ts';

/**
 * `2 of 3 replicates stopped: at cycle 4,312: MAPI_E_NOT_ENOUGH_MEMORY; private bytes 1.9 GiB`, or null where
 * every replicate of the arm went on to its end.
 */
export function exhaustedSentence(arm: ArmResult): string | null {
  const { exhausted, replicates } = arm;
  if (exhausted.length === 0) return null;
  const codes = [...new Set(exhausted.map(({ code }) => code))];
  const ends = codes.map((code) => endWording(exhausted.filter((each) => each.code === code)));
  const share = `${formatCount(ranOutCount(arm))} of ${formatCounted(replicates, 'replicate')}`;
  return `${share} stopped: ${ends.join('; ')}`;
}

/**
 * `at cycle 4,312: MAPI_E_NOT_ENOUGH_MEMORY; private bytes 1.9 GiB`.
 *
 * @param ends by the same code, at least one
 */
export function endWording(ends: readonly Exhausted[]): string {
  const cycles = ends.map(({ cycle }) => cycle);
  const at = `${new Set(cycles).size === 1 ? 'cycle' : 'cycles'} ${range(cycles, formatCount)}`;
  const memory = held(ends, 'privateBytes') ?? held(ends, 'virtualBytes') ?? '';
  const never = ends.some(hadWorked) ? '' : ', before any cycle had worked';
  return `at ${at}${never}: ${endedBy(ends[0]?.code ?? '')}${memory}`;
}

/** `; private bytes 1.9 GiB`, or null where nobody could read them. */
function held(ends: readonly Exhausted[], resource: 'privateBytes' | 'virtualBytes'): string | null {
  const values = ends.flatMap((end) => end[resource] ?? []);
  if (values.length === 0) return null;
  return `; ${RESOURCES[resource].label} ${range(values, (bytes) => formatAmount(bytes, 'bytes'))}`;
}

/** The least and the most of some numbers, or both as one where they read the same. */
function range(values: readonly number[], show: (value: number) => string): string {
  const least = show(Math.min(...values));
  const most = show(Math.max(...values));
  return least === most ? least : `${least} to ${most}`;
}
