import { formatCounted } from '../../reports/format.ts';
import { listText } from '../analyse/words.ts';
import type { RunEvent } from '../contract/event.ts';

/** So many mailboxes are named. */
const MOST_TOLD = 20;

/** Hears what no longer counts against mailboxes, as the server was away, and says it to who reads a result. */
export class TakenBackMailboxes {
  private outages = 0;
  private hosts = 0;
  private readonly names = new Set<string>();

  addEvent(event: RunEvent): void {
    if (event.event !== 'mailboxes-taken-back') return;
    this.outages += 1;
    for (const { hosts, mailbox, wasLeftOut } of event.mailboxes) {
      this.hosts += hosts;
      if (wasLeftOut) this.names.add(mailbox);
    }
  }

  /** One sentence each. */
  warnings(): readonly string[] {
    if (this.outages === 0) return [];
    const times = this.outages === 1 ? 'once' : `${this.outages} times`;
    const lost = `${formatCounted(this.hosts, 'session host')} lost meanwhile ${this.hosts === 1 ? 'does' : 'do'} not count against mailboxes`;
    return [`the soak rested ${times}, as nothing worked any more: ${lost}${namedIn([...this.names])}`];
  }
}

function namedIn(mailboxes: readonly string[]): string {
  if (mailboxes.length === 0) return '';
  const told = mailboxes.slice(0, MOST_TOLD).map((mailbox) => `"${mailbox}"`);
  const others = mailboxes.length - told.length;
  const named = listText(others > 0 ? [...told, `${others} more`] : told);
  return `; left out for that, and taken again: ${named}`;
}
