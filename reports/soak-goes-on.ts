import { formatCounted } from './format.ts';
import type { ReportInput } from './report-input.ts';

/** `The soak goes on: 3 rounds have ended.` */
export const asSentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

/** `the soak goes on: 3 rounds have ended`, at a checkpoint; null for whatever is over or was cut off. */
export function soakGoesOn({ result, soak }: Pick<ReportInput, 'result' | 'soak'>): string | null {
  if (soak === undefined || !soak.goesOn || result.complete) return null;
  return `the soak goes on: ${formatCounted(soak.rounds, 'round')} ${soak.rounds === 1 ? 'has' : 'have'} ended`;
}
