import type { RunEvent, RunEventName } from '../../contract/event.ts';
import type { MergedRows } from '../../contract/merged.ts';
import { type Plan, SCHEMA_VERSION } from '../../contract/plan.ts';
import type { Sample } from '../../contract/sample.ts';
import { createMergingCollector, type MergingCollector } from './collector.ts';

/** Events that are kept whole, and how many of each at most: the first one, and then the last ones. */
const KEPT_EVENTS: Partial<Record<RunEventName, number>> = {
  'run-started': 1,
  'flag-saved': 1,
  'arm-invalid': 8,
  'mailbox-quarantined': 256,
  'stop-requested': 8,
  resumed: 32,
  checkpoint: 64,
  'run-finished': 1,
};
const MOST_FINDINGS = 64;

/** Hears all rows of a soak, and says what is to be kept of them when they are gone. */
export class MergedLog {
  collector: MergingCollector;
  private readonly plan: Plan;
  private events = 0;
  private samples = 0;
  private lastEventAt: string | null = null;
  private elapsedMs = 0;
  private keptEvents: readonly RunEvent[] = [];
  private readonly flagWritten = new Map<string, { readonly event: RunEvent; readonly times: number }>();

  constructor(plan: Plan) {
    this.plan = plan;
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
    const most = KEPT_EVENTS[event.event];
    if (most !== undefined) this.keptEvents = withEvent(this.keptEvents, event, most);
    if (event.event !== 'flag-written') return;
    const finding = findingOf(event);
    const times = (this.flagWritten.get(finding)?.times ?? 0) + 1;
    if (times > 1 || this.flagWritten.size < MOST_FINDINGS) this.flagWritten.set(finding, { event, times });
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

function findingOf(event: RunEvent): string {
  return event.event === 'flag-written' ? JSON.stringify([event.arm, event.wanted, event.readBack]) : '';
}

/** One more; where there are too many of its kind, the one after the first goes. */
function withEvent(events: readonly RunEvent[], event: RunEvent, most: number): readonly RunEvent[] {
  const same = events.filter((each) => each.event === event.event);
  const [, second] = same;
  if (same.length < most) return [...events, event];
  // Of what comes once, the first is what it was.
  return second === undefined ? events : [...events.filter((each) => each !== second), event];
}
