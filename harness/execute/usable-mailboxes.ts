import type { Mailbox } from '../../scenarios/mailboxes/mailbox.ts';
import type { MailboxList } from '../../scenarios/mailboxes/open.ts';
import { HarnessError } from '../contract/errors.ts';
import type { Quarantine } from './quarantine.ts';

/**
 * The mailboxes of a run but for those in quarantine. A cycle whose mailbox is in quarantine takes one from half a pass
 * later; all other cycles keep theirs. So a pass is as long as before, no user logs on twice in a row for
 * it, and every arm takes the same mailbox in the same cycle from then on.
 */
export class UsableMailboxes {
  private readonly all: MailboxList;
  private readonly quarantine: Quarantine;

  constructor(all: MailboxList, quarantine: Quarantine) {
    this.all = all;
    this.quarantine = quarantine;
  }

  isUsable({ mailbox }: Mailbox): boolean {
    return !this.quarantine.has(mailbox);
  }

  /**
   * The mailboxes of the cycles firstCycle .. firstCycle + count - 1, counted from 0.
   * @throws HarnessError HOSTS_LOST if none is left
   */
  async take(firstCycle: number, count: number): Promise<readonly Mailbox[]> {
    const planned = await this.all.take(firstCycle, count);
    if (this.quarantine.size === 0) return planned;
    const taken: Mailbox[] = [];
    for (const [index, mailbox] of planned.entries()) {
      taken.push(this.isUsable(mailbox) ? mailbox : await this.insteadOf(firstCycle + index));
    }
    return taken;
  }

  private async insteadOf(cycle: number): Promise<Mailbox> {
    // Even where passes are shuffled, each of those in quarantine comes at most twice in so many cycles.
    const candidates = 2 * this.quarantine.size + 1;
    const from = cycle + Math.max(1, Math.floor(this.all.count / 2));
    const found = (await this.all.take(from, candidates)).find((mailbox) => this.isUsable(mailbox));
    if (found !== undefined) return found;
    throw new HarnessError(
      'HOSTS_LOST',
      `no mailbox is left: in cycles of ${this.quarantine.size === 1 ? 'the only one' : 'every one'} session hosts were lost`,
      'What was measured until then is kept; see host-lost in events.ndjson, and try these mailboxes one by one with `mapileak mailboxes check`.',
    );
  }
}
