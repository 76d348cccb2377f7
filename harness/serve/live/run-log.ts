import { remarkOf } from '../../analyse/attached-remarks.ts';
import type { ArmName } from '../../contract/arms.ts';
import type { MaybeAttached } from '../../contract/attached.ts';
import type { RunEvent } from '../../contract/event.ts';
import type { RunOutcome } from '../../contract/history.ts';
import type { Phase, Sample } from '../../contract/sample.ts';

/** What is known of a run's course besides what is judged. */
export interface RunCourse {
  readonly startedAt: string | null;
  /** Of the last event, since the run began. */
  readonly elapsedMs: number;
  /** null until the run says that it has ended. */
  readonly outcome: RunOutcome | null;
  /** What asked it to stop: the name of a signal. */
  readonly stoppedBy: string | null;
  /** Processes that may still be at work: the run's own and its session hosts. */
  readonly processIds: readonly number[];
  /** Session hosts at work, or programs that are watched, by arm. */
  readonly hosts: ReadonlyMap<ArmName, number>;
  /** Of the last sample. */
  readonly phase: Phase;
  /** Session hosts that were lost, and what befell the watching of a program; a sentence each. */
  readonly losses: readonly string[];
}

interface Host {
  readonly arm: ArmName;
  readonly pid: number;
}

/** Hears the rows of a run and keeps what its page tells of its course. */
export class RunLog {
  private startedAt: string | null = null;
  private elapsedMs = 0;
  private outcome: RunOutcome | null = null;
  private stoppedBy: string | null = null;
  private pid: number | null = null;
  private readonly hosts = new Map<string, Host>();
  private phase: Phase = 'sweep';
  private readonly losses: string[] = [];
  /** Those that are not told one by one any more. */
  private earlier = 0;
  private readonly ownsHosts: boolean;

  /** A program that is watched says nothing of whether somebody watches it. */
  constructor({ attached }: MaybeAttached) {
    this.ownsHosts = attached === undefined;
  }

  add(sample: Sample): void {
    if (sample.kind === 'quiescent') this.phase = sample.phase;
  }

  addEvent(event: RunEvent): void {
    this.elapsedMs = Math.max(this.elapsedMs, event.elapsedMs);
    switch (event.event) {
      case 'run-started':
        this.startedAt = event.at;
        this.pid = event.pid ?? null;
        break;
      case 'resumed':
        this.pid = event.pid;
        this.outcome = null;
        this.stoppedBy = null;
        this.hosts.clear();
        break;
      case 'host-started':
        this.hosts.set(event.replicate, { arm: event.arm, pid: event.pid });
        break;
      case 'host-lost':
        this.lose(`the session host of ${event.replicate} ${LOST[event.how]}`);
        this.hosts.delete(event.replicate);
        break;
      case 'mailbox-quarantined':
        this.lose(`no cycle takes mailbox "${event.mailbox}" any more`);
        break;
      case 'mailboxes-taken-back':
        for (const { mailbox, wasLeftOut } of event.mailboxes)
          if (wasLeftOut) this.lose(`cycles take mailbox "${mailbox}" again: the server was away`);
        break;
      case 'host-finished':
      case 'exhausted':
      case 'over-limit':
        this.hosts.delete(event.replicate);
        break;
      case 'stop-requested':
        this.stoppedBy = event.by;
        break;
      case 'run-finished':
        this.outcome = event.outcome;
        this.hosts.clear();
        break;
      default: {
        const remark = remarkOf(event);
        if (remark !== null) this.lose(remark);
        break;
      }
    }
  }

  private lose(what: string): void {
    this.losses.push(what);
    if (this.losses.length <= MOST_LOSSES) return;
    this.losses.shift();
    this.earlier += 1;
  }

  course(): RunCourse {
    const { elapsedMs, losses, outcome, phase, startedAt, stoppedBy } = this;
    const living = [...this.hosts.values()];
    const hosts = new Map<ArmName, number>();
    for (const { arm } of living) hosts.set(arm, (hosts.get(arm) ?? 0) + 1);
    const own = this.ownsHosts ? living.map(({ pid }) => pid) : [];
    const processIds = [...(this.pid === null ? [] : [this.pid]), ...own];
    return {
      elapsedMs,
      hosts,
      losses:
        this.earlier === 0
          ? [...losses]
          : [`${this.earlier} losses before, then ${losses[0]}`, ...losses.slice(1)],
      outcome,
      phase,
      processIds,
      startedAt,
      stoppedBy,
    };
  }
}

/** A soak may lose many. */
const MOST_LOSSES = 12;

const LOST = { died: 'died', hung: 'hung', failed: 'failed' } as const;
