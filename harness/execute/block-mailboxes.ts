import type { Mailbox } from '../../scenarios/mailboxes/mailbox.ts';
import type { Turn } from './turns.ts';
import type { UsableMailboxes } from './usable-mailboxes.ts';

/** Which mailboxes the blocks of one replicate take, and which its last ones took. */
export class BlockMailboxes {
  private readonly usable: UsableMailboxes;
  /** The last two blocks: a host that is lost between blocks was last busy with the one before. */
  private blocks: readonly { readonly firstCycle: number; readonly mailboxes: readonly Mailbox[] }[] = [];
  private lastMailbox: Mailbox | undefined;

  constructor(usable: UsableMailboxes) {
    this.usable = usable;
  }

  /** The first one of the list that may be used; undefined if there is none. */
  async first(): Promise<Mailbox | undefined> {
    const [first] = await this.usable.take(0, 1);
    return first;
  }

  /** For a block that begins after so many cycles. */
  async forTurn({ cycles, mailboxes }: Turn, cyclesBefore: number): Promise<readonly Mailbox[]> {
    const { lastMailbox } = this;
    if (mailboxes === 'next' || lastMailbox === undefined) {
      return await this.usable.take(cyclesBefore, cycles);
    }
    const [usable] = this.usable.isUsable(lastMailbox)
      ? [lastMailbox]
      : await this.usable.take(cyclesBefore, 1);
    return Array.from({ length: cycles }, () => usable ?? lastMailbox);
  }

  /** Cycles that do not count are going to take these. */
  beginDiscarded(mailboxes: readonly Mailbox[]): void {
    this.blocks = [{ firstCycle: 0, mailboxes }];
  }

  /** A block is going to take these. */
  begin(firstCycle: number, mailboxes: readonly Mailbox[]): void {
    this.blocks = [...this.blocks.slice(-1), { firstCycle, mailboxes }];
    this.lastMailbox = mailboxes.at(-1) ?? this.lastMailbox;
  }

  /** Whose cycle it was; null if it is of no block that is known. */
  of(cycle: number): string | null {
    const found = this.blocks.map(({ firstCycle, mailboxes }) => mailboxes[cycle - firstCycle]);
    return found.findLast((mailbox) => mailbox !== undefined)?.mailbox ?? null;
  }
}
