import { relative } from 'node:path';
import { formatAmount, formatCount, formatCounted } from '../../reports/format.ts';
import type { QuietHours } from '../contract/soak.ts';
import type { TakenBack } from '../execute/quarantine.ts';
import type { HostReplaced } from '../execute/replacements.ts';
import type { OverLimit } from '../execute/replicate.ts';
import type { HeldRows } from '../execute/run-folder.ts';

/** `off-1 was ended after 3,120 cycles: private bytes 1.5 GB, over the limit of 1.5 GB.` */
export function overLimitNote(replicate: string, { cycles, privateBytes, limitBytes }: OverLimit): string {
  const limit = formatAmount(limitBytes, 'bytes');
  const held = formatAmount(privateBytes, 'bytes');
  const over = held === limit ? `just over the limit of ${limit}` : `${held}, over the limit of ${limit}`;
  return `${replicate} was ended after ${formatCounted(cycles, 'cycle')}: private bytes ${over}.`;
}

/** `Waiting for the end of the quiet hours, at 06:00.` */
export function quietHoursNote(quiet: QuietHours | null): string {
  if (quiet === null) return 'Waiting.';
  const [hour, minute] = [Math.floor(quiet.toMinute / 60), quiet.toMinute % 60].map((part) =>
    String(part).padStart(2, '0'),
  );
  return `Waiting for the end of the quiet hours, at ${hour}:${minute}.`;
}

/** `Run folder: runs/week. Should it be cut off: mapileak soak --resume runs/week`, before its first verdict names it. */
export function begunNote(folder: string): string {
  return `Run folder: ${shownPath(folder)}. Should it be cut off: ${resumption(folder)}`;
}

/** Of a soak whose processes end before anything may be said of them, lest that be found out after a week. */
export function shortRoundsNote(replicateCycles: number, least: number): string {
  const logons = formatCounted(replicateCycles, 'logon');
  return `Warning: processes of ${logons} come to no verdict, however many: give --replicate-cycles ${least} or more.`;
}

/** How a soak goes on that did not run to its end. @param folder of the run */
export function howToResume(folder: string): string {
  return `The soak can go on from here: ${resumption(folder)}`;
}

function resumption(folder: string): string {
  const path = shownPath(folder);
  const quoted = /^[\w./\\:-]+$/.test(path) ? path : `"${path}"`;
  return `mapileak soak --resume ${quoted}`;
}

const shownPath = (folder: string): string => relative('.', folder) || folder;

/** `Going on after round 12 and 48,000 logons.` @param round the last one that was begun */
export function goingOnNote({ cycles, startedRound }: { cycles: number; startedRound: number }): string {
  if (startedRound === 0) return 'Going on: no round was begun yet.';
  return `Going on after round ${formatCount(startedRound)} and ${formatCounted(cycles, 'logon')}.`;
}

/** `the last 3 rows could not be written and are lost: 1 sample and 2 events`. */
export function rowsLostText({ events, samples }: HeldRows): string {
  const lost = [
    ...(samples === 0 ? [] : [formatCounted(samples, 'sample')]),
    ...(events === 0 ? [] : [formatCounted(events, 'event')]),
  ];
  const rows = samples + events;
  const what =
    rows === 1
      ? 'the last row could not be written and is'
      : `the last ${formatCount(rows)} rows could not be written and are`;
  return `${what} lost: ${lost.join(' and ')}`;
}

/** `Mailboxes ann and bob are taken again: …`; nothing where none had been left out. */
export function takenBackNote(mailboxes: readonly TakenBack[]): string {
  const names = mailboxes.filter(({ wasLeftOut }) => wasLeftOut).map(({ mailbox }) => mailbox);
  const lost = formatCounted(
    mailboxes.reduce((sum, { hosts }) => sum + hosts, 0),
    'session host',
  );
  const again = names.length === 0 ? '' : ` Cycles take ${names.join(', ')} again.`;
  return `Nothing worked any more: ${lost} lost since then speak against no mailbox.${again}`;
}

/** What befell a session host, who takes its place, and what follows for its mailbox. */
export function hostReplacedNote({ error, lost, next, quarantined }: HostReplaced): string {
  const place =
    next === null ? `nobody takes the place of ${lost.replicate}` : `${next.replicate} begins in its place`;
  const mailbox = quarantined === null ? '' : ` No cycle takes mailbox ${quarantined} any more.`;
  const [first = '', ...rest] = error.message;
  return `${first.toUpperCase()}${rest.join('')}; ${place}.${mailbox}`;
}
