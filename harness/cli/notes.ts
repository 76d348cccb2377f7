import { formatAmount, formatCounted } from '../../reports/format.ts';
import type { HostReplaced } from '../execute/replacements.ts';
import type { OverLimit } from '../execute/replicate.ts';

/** `off-1 was ended after 3,120 cycles: private bytes 1.5 GB, over the limit of 1.5 GB.` */
export function overLimitNote(replicate: string, { cycles, privateBytes, limitBytes }: OverLimit): string {
  const [held, limit] = [privateBytes, limitBytes].map((bytes) => formatAmount(bytes, 'bytes'));
  return `${replicate} was ended after ${formatCounted(cycles, 'cycle')}: private bytes ${held}, over the limit of ${limit}.`;
}

/** What befell a session host, who takes its place, and what follows for its mailbox. */
export function hostReplacedNote({ error, lost, next, quarantined }: HostReplaced): string {
  const place =
    next === null ? `nobody takes the place of ${lost.replicate}` : `${next.replicate} begins in its place`;
  const mailbox = quarantined === null ? '' : ` No cycle takes mailbox ${quarantined} any more.`;
  return `${error.message}; ${place}.${mailbox}`;
}
