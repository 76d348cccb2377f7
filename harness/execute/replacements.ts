import { hostName, hostNumberOf, mailboxToBlame, plannedReplicateOf } from '../contract/host-losses.ts';
import type { ReplicateSlot } from '../contract/plan.ts';
import { HostLossError } from './lost-host.ts';
import type { ReplicateParts } from './replicate.ts';
import type { StopSignals } from './stoppable.ts';

/** So many hosts stand for one replicate of the plan before its place stays empty. */
export const HOSTS_OF_A_REPLICATE = 10;

/** What became of a host that was lost, for whoever watches the run. */
export interface HostReplaced {
  readonly lost: ReplicateSlot;
  /** What happened, and where. */
  readonly error: HostLossError;
  /** Who takes its place; null if nobody does. */
  readonly next: ReplicateSlot | null;
  /** The mailbox that no cycle takes from now on, if it was one host too many. */
  readonly quarantined: string | null;
}

export type ReplacementParts = Pick<ReplicateParts, 'folder' | 'plan' | 'quarantine' | 'onHostReplaced'> &
  StopSignals;

/** Says who takes the places of lost hosts in one stage, and keeps count of what was lost where. */
export class Replacements {
  private readonly parts: ReplacementParts;
  private readonly hosts = new Map<string, number>();

  constructor(parts: ReplacementParts) {
    this.parts = parts;
  }

  /**
   * @param hasSwept whether all of it was measured that verdicts rest on: then nobody has to do it again
   * @returns the slot of a fresh host; null if the place stays empty
   * @throws the error, where the plan or its kind says that it ends the run; HarnessError HOSTS_LOST if it was one too
   *   many in a row
   */
  after(lost: ReplicateSlot, error: unknown, hasSwept: boolean): ReplicateSlot | null {
    const { folder, onHostReplaced, plan, quarantine, stop } = this.parts;
    if (!(error instanceof HostLossError) || plan.lostHosts === 'end-run' || stop.aborted) throw error;
    const mailbox = mailboxToBlame(error.where);
    const hostsLost = mailbox === null ? null : quarantine.lostIn(mailbox);
    const quarantined = hostsLost === null ? null : mailbox;
    if (quarantined !== null && hostsLost !== null) {
      folder.addEvent({ event: 'mailbox-quarantined', mailbox: quarantined, hostsLost });
    }
    quarantine.lostOf(lost.arm, error);
    const next = hasSwept ? null : this.next(lost);
    onHostReplaced?.({ lost, error, next, quarantined });
    return next;
  }

  private next(lost: ReplicateSlot): ReplicateSlot | null {
    const planned = plannedReplicateOf(lost.replicate);
    // Whoever goes on with a run may have begun with a later host than the first.
    const number = hostNumberOf(lost.replicate) + 1;
    const hosts = (this.hosts.get(planned) ?? 1) + 1;
    this.hosts.set(planned, hosts);
    return hosts > HOSTS_OF_A_REPLICATE ? null : { ...lost, replicate: hostName(planned, number) };
  }
}
