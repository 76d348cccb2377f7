import type { ArmName } from '../contract/arms.ts';
import { HarnessError } from '../contract/errors.ts';

/** So many hosts must be lost at one mailbox before no cycle takes it any more. */
export const LOSSES_OF_A_MAILBOX = 3;
/** So many hosts of one arm may be lost without a whole block of cycles between them. */
export const LOSSES_IN_A_ROW = 10;

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

  constructor({ lostAt, quarantined }: KnownLosses = { lostAt: new Map(), quarantined: [] }) {
    this.lostAt = new Map(lostAt);
    this.quarantined = new Set(quarantined);
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

  /** A host of the arm has run cycles and was sampled. */
  blockDone(arm: ArmName): void {
    this.inARow.delete(arm);
  }
}
