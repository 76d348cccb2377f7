import type { RunEvent, RunEventName } from '../../contract/event.ts';
import { plannedReplicateOf } from '../../contract/host-losses.ts';
import type { MergedRows } from '../../contract/merged.ts';
import { type Plan, SCHEMA_VERSION } from '../../contract/plan.ts';
import type { Sample } from '../../contract/sample.ts';
import { type Collected, type SeriesCollector, withoutTakenBack } from '../series.ts';
import { createMergingCollector, type MergingCollector } from './collector.ts';

/** Events that are kept whole: the first so many of a kind, and the last so many. */
const KEPT_EVENTS: Partial<Record<RunEventName, { readonly first: number; readonly last: number }>> = {
  'run-started': { first: 1, last: 0 },
  'flag-saved': { first: 1, last: 0 },
  'arm-invalid': { first: 8, last: 0 },
  'host-lost': { first: 0, last: 256 },
  'mailbox-quarantined': { first: 1024, last: 0 },
  // For how often that was; what they take back is not kept either.
  'mailboxes-taken-back': { first: 5, last: 1019 },
  'stop-requested': { first: 0, last: 8 },
  // The first few are told one by one in a result.
  resumed: { first: 5, last: 27 },
  'round-finished': { first: 0, last: 1 },
  checkpoint: { first: 0, last: 64 },
  'run-finished': { first: 0, last: 1 },
};
const MOST_FINDINGS = 64;

/** Hears all rows of a soak, and says what is to be kept of them when they are gone. */
export class MergedLog implements SeriesCollector {
  private collector: MergingCollector;
  private readonly plan: Plan;
  private readonly planned: ReadonlySet<string>;
  private events = 0;
  private samples = 0;
  private lastEventAt: string | null = null;
  private elapsedMs = 0;
  private keptEvents: readonly RunEvent[] = [];
  private readonly flagWritten = new Map<string, { readonly event: RunEvent; readonly times: number }>();

  constructor(plan: Plan) {
    this.plan = plan;
    this.planned = new Set(plan.order.map(({ replicate }) => replicate));
    this.collector = createMergingCollector(plan);
  }

  /** To be called before any row is told: goes on where those ended that are gone. */
  restore(merged: MergedRows): void {
    this.collector = createMergingCollector(this.plan, merged.series);
    this.events = merged.events;
    this.samples = merged.samples;
    this.lastEventAt = merged.lastEventAt;
    this.elapsedMs = merged.elapsedMs;
    this.keptEvents = merged.keptEvents;
    this.flagWritten.clear();
    for (const { event, times } of merged.flagWritten)
      this.flagWritten.set(findingOf(event), { event, times });
  }

  add(sample: Sample): void {
    this.samples += 1;
    this.collector.add(sample);
  }

  addEvent(event: RunEvent): void {
    this.events += 1;
    this.lastEventAt = event.at;
    this.elapsedMs = Math.max(this.elapsedMs, event.elapsedMs);
    this.collector.addEvent(event);
    const before =
      event.event === 'mailboxes-taken-back' ? withoutBack(this.keptEvents, event) : this.keptEvents;
    this.keptEvents = this.isPlanned(event) ? [...before, event] : withEvent(before, event);
    if (event.event !== 'flag-written') return;
    const finding = findingOf(event);
    const times = (this.flagWritten.get(finding)?.times ?? 0) + 1;
    if (times > 1 || this.flagWritten.size < MOST_FINDINGS) this.flagWritten.set(finding, { event, times });
  }

  finish(): Collected {
    return this.collector.finish();
  }

  /** Of hosts of the self-test and of the first round, by which is told how far it came; they are few. */
  private isPlanned(event: RunEvent): boolean {
    switch (event.event) {
      case 'host-started':
      case 'host-finished':
      case 'exhausted':
      case 'over-limit':
        return this.planned.has(plannedReplicateOf(event.replicate));
      default:
        return false;
    }
  }

  /** No session host lives, and all their rows were told. */
  endOfPart(): void {
    this.collector.settle();
  }

  state(): MergedRows {
    const { elapsedMs, events, keptEvents, lastEventAt, samples } = this;
    return {
      schema: SCHEMA_VERSION,
      events,
      samples,
      lastEventAt,
      elapsedMs,
      keptEvents: [...keptEvents],
      flagWritten: [...this.flagWritten.values()],
      series: this.collector.state(),
    };
  }
}

/** Outages may leave out thousands of mailboxes, one after the other: those that are out still are to have room. */
function withoutBack(
  events: readonly RunEvent[],
  takenBack: Extract<RunEvent, { event: 'mailboxes-taken-back' }>,
): readonly RunEvent[] {
  const quarantined = events.flatMap((each) => (each.event === 'mailbox-quarantined' ? [each.mailbox] : []));
  const still = new Set(withoutTakenBack(quarantined, takenBack));
  return events.filter((each) => each.event !== 'mailbox-quarantined' || still.has(each.mailbox));
}

function findingOf(event: RunEvent): string {
  return event.event === 'flag-written' ? JSON.stringify([event.arm, event.wanted, event.readBack]) : '';
}

/** Events are few between two that are kept: what is not kept is passed over at once. */
function withEvent(events: readonly RunEvent[], event: RunEvent): readonly RunEvent[] {
  const limits = KEPT_EVENTS[event.event];
  if (limits === undefined) return events;
  const { first, last } = limits;
  const same = events.filter((each) => each.event === event.event);
  if (same.length < first + last) return [...events, event];
  const oldest = same[first];
  return last === 0 ? events : [...events.filter((each) => each !== oldest), event];
}
