import type { ArmName } from '../contract/arms.ts';
import { HarnessError } from '../contract/errors.ts';

/** So many hosts must be lost at one mailbox before no cycle takes it any more. */
export const LOSSES_OF_A_MAILBOX = 3;
/** So many hosts of one arm may be lost without a whole block of cycles between them. */
export const LOSSES_IN_A_ROW = 10;

/** Losses at a mailbox that no longer count against it. */
export interface TakenBack {
  readonly mailbox: string;
  readonly hosts: number;
  /** Whether cycles may take it again which before might not. */
  readonly wasLeftOut: boolean;
}

/** What is known of mailboxes when a run begins, or goes on. */
export interface KnownLosses {
  /** Hosts lost in cycles of a mailbox. */
  readonly lostAt: ReadonlyMap<string, number>;
  readonly quarantined: readonly string[];
}

/**
 * Counts the session hosts that a run loses: by mailbox, since one that takes three hosts down would take them all,
 * and in a row, since where ten fail one after the other nothing works. One for all stages of a run.
 */
export class Quarantine {
  private readonly lostAt: Map<string, number>;
  private readonly quarantined: Set<string>;
  private readonly inARow = new Map<ArmName, number>();
  /** Mailboxes of the hosts lost since a logon worked, one for each host: should the server be away, it was that. */
  private sinceWorked: string[] = [];

  constructor({ lostAt, quarantined }: KnownLosses = { lostAt: new Map(), quarantined: [] }) {
    // Not every loss of long ago is still told of: what is out was lost often enough.
    const least = (mailbox: string): number => Math.max(LOSSES_OF_A_MAILBOX, lostAt.get(mailbox) ?? 0);
    this.lostAt = new Map([...lostAt, ...quarantined.map((each) => [each, least(each)] as const)]);
    this.quarantined = new Set(quarantined);
  }

  /** How many mailboxes stay out, should it turn out that the server is away. */
  get staying(): number {
    const lost = (mailbox: string): number => this.sinceWorked.filter((each) => each === mailbox).length;
    return [...this.quarantined].filter(
      (mailbox) => (this.lostAt.get(mailbox) ?? 0) - lost(mailbox) >= LOSSES_OF_A_MAILBOX,
    ).length;
  }

  /** How many mailboxes no cycle takes any more. */
  get size(): number {
    return this.quarantined.size;
  }

  has(mailbox: string): boolean {
    return this.quarantined.has(mailbox);
  }

  /**
   * @param mailbox in whose cycle the host was lost
   * @returns how many hosts were lost there, if no cycle is to take it from now on; else null
   */
  lostIn(mailbox: string): number | null {
    const hosts = (this.lostAt.get(mailbox) ?? 0) + 1;
    this.lostAt.set(mailbox, hosts);
    this.sinceWorked.push(mailbox);
    if (hosts < LOSSES_OF_A_MAILBOX || this.quarantined.has(mailbox)) return null;
    this.quarantined.add(mailbox);
    return hosts;
  }

  /** @throws HarnessError HOSTS_LOST if it was one too many in a row */
  lostOf(arm: ArmName, last: HarnessError): void {
    const hosts = (this.inARow.get(arm) ?? 0) + 1;
    this.inARow.set(arm, hosts);
    if (hosts < LOSSES_IN_A_ROW) return;
    throw new HarnessError(
      'HOSTS_LOST',
      `${hosts} session hosts of arm ${arm} were lost in a row, and none of them finished a block of cycles; ` +
        `the last: ${last.message}`,
      last.remedy,
      { cause: last },
    );
  }

  /**
   * A host of the arm has run cycles and was sampled.
   * @param logonsWorked whether any of them logged somebody on: the server is there, and hosts that were lost before spoke
   *   against their mailboxes
   */
  blockDone(arm: ArmName, logonsWorked: boolean): void {
    this.inARow.delete(arm);
    if (logonsWorked) this.sinceWorked = [];
  }

  /**
   * The server was away: what was lost since a logon worked no longer counts against mailboxes, and those that are out for it
   * alone may be taken again.
   * @returns what no longer counts, by mailbox
   */
  takeBack(): readonly TakenBack[] {
    const mailboxes = [...new Set(this.sinceWorked)].map((mailbox): TakenBack => {
      const hosts = this.sinceWorked.filter((each) => each === mailbox).length;
      const left = (this.lostAt.get(mailbox) ?? 0) - hosts;
      if (left > 0) this.lostAt.set(mailbox, left);
      else this.lostAt.delete(mailbox);
      const wasLeftOut = left < LOSSES_OF_A_MAILBOX && this.quarantined.delete(mailbox);
      return { mailbox, hosts, wasLeftOut };
    });
    this.sinceWorked = [];
    return mailboxes;
  }
}
