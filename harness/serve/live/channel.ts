import { randomUUID } from 'node:crypto';
import { eventFrame, GREETING, HEARTBEAT, type LiveEventName } from './sse.ts';

/** Where events are written to: the response of one page. */
export interface Listener {
  write(text: string): unknown;
  /** Bytes that it has not taken yet. */
  readonly writableLength: number;
  end(): unknown;
  destroy(): unknown;
}

/** A page that has not taken so much yet is not listening any more; it may connect again. */
export const MOST_WAITING_BYTES = 1024 * 1024;
/** Further back than that nobody is brought up to date by pieces. */
const MOST_KEPT = 256;

interface Kept {
  readonly number: number;
  readonly frame: string;
}

/**
 * Tells events to any number of pages. Those that say what they have heard last are told what came since, if that is
 * still known; others begin anew.
 */
export class Channel {
  /** Ids of an earlier server, or of an earlier reading of the run, mean nothing here. */
  private readonly epoch = randomUUID().slice(0, 8);
  private number = 0;
  private kept: readonly Kept[] = [];
  private readonly listeners = new Set<Listener>();

  get size(): number {
    return this.listeners.size;
  }

  /** Tells what nobody may miss: it gets an id, and is told again to who missed it. */
  tell(name: 'charts' | 'points', data: unknown): void {
    this.number += 1;
    const frame = eventFrame({ id: this.id, name, data });
    // Who draws everything anew needs nothing of before.
    const before = name === 'charts' ? [] : this.kept.slice(1 - MOST_KEPT);
    this.kept = [...before, { number: this.number, frame }];
    this.send(frame);
  }

  /** Tells what the next event of its name replaces. */
  tellNow(name: LiveEventName, data: unknown): void {
    this.send(eventFrame({ id: null, name, data }));
  }

  heartbeat(): void {
    this.send(HEARTBEAT);
  }

  /**
   * @param lastHeard the id that the page says it has heard last
   * @param charts what is drawn by who begins anew
   */
  join(listener: Listener, lastHeard: string | undefined, charts: unknown): void {
    this.listeners.add(listener);
    const missed = this.missedSince(lastHeard);
    const frames = missed ?? [eventFrame({ id: this.id, name: 'charts', data: charts })];
    this.sendTo(listener, [GREETING, ...frames].join(''));
  }

  leave(listener: Listener): void {
    this.listeners.delete(listener);
  }

  /** Nothing more is to come. */
  close(): void {
    for (const listener of this.listeners) listener.end();
    this.listeners.clear();
  }

  private get id(): string {
    return `${this.epoch}-${this.number}`;
  }

  /** null if it must begin anew. */
  private missedSince(lastHeard: string | undefined): readonly string[] | null {
    const [epoch, text = ''] = lastHeard?.split('-', 2) ?? [];
    if (epoch !== this.epoch || !/^\d{1,15}$/.test(text)) return null;
    const heard = Number(text);
    const oldest = this.kept[0]?.number ?? this.number + 1;
    if (heard > this.number || heard < oldest - 1) return null;
    return this.kept.filter(({ number }) => number > heard).map(({ frame }) => frame);
  }

  private send(text: string): void {
    for (const listener of this.listeners) this.sendTo(listener, text);
  }

  private sendTo(listener: Listener, text: string): void {
    if (listener.writableLength > MOST_WAITING_BYTES) {
      this.listeners.delete(listener);
      listener.destroy();
      return;
    }
    listener.write(text);
  }
}
