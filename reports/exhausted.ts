import { hadWorked } from '../harness/contract/exhaustion.ts';
import type { ArmResult, ExhaustedReplicate } from '../harness/contract/result.ts';
import { formatAmount, formatCount, formatCounted } from './format.ts';

/**
 * `2 of 3 replicates stopped: at cycle 4,312: MAPI_E_NOT_ENOUGH_MEMORY; private bytes 1.9 GiB`, or null where every
 * replicate of the arm went on to its end.
 */
export function exhaustedSentence({ exhausted, replicates }: ArmResult): string | null {
  if (exhausted.length === 0) return null;
  const codes = [...new Set(exhausted.map(({ code }) => code))];
  const ends = codes.map((code) => endWording(exhausted.filter((each) => each.code === code)));
  return `${formatCount(exhausted.length)} of ${formatCounted(replicates, 'replicate')} stopped: ${ends.join('; ')}`;
}

/**
 * `at cycle 4,312: MAPI_E_NOT_ENOUGH_MEMORY; private bytes 1.9 GiB`.
 *
 * @param ends by the same code, at least one
 */
export function endWording(ends: readonly Omit<ExhaustedReplicate, 'replicate'>[]): string {
  const cycles = ends.map(({ cycle }) => cycle);
  const at = range(cycles, formatCount);
  const held = ends.flatMap(({ privateBytes }) => privateBytes ?? []);
  const memory =
    held.length > 0 ? `; private bytes ${range(held, (bytes) => formatAmount(bytes, 'bytes'))}` : '';
  const never = ends.some(hadWorked) ? '' : ', before any cycle had worked';
  return `at ${at.includes(' to ') ? 'cycles' : 'cycle'} ${at}${never}: ${ends[0]?.code ?? ''}${memory}`;
}

/** The least and the most of some numbers, or both as one where they read the same. */
function range(values: readonly number[], show: (value: number) => string): string {
  const least = show(Math.min(...values));
  const most = show(Math.max(...values));
  return least === most ? least : `${least} to ${most}`;
}
