/** Names of the events that pages listen to. */
export type LiveEventName = 'charts' | 'points' | 'state' | 'end';

/** One event of an event stream (HTML Standard, "Server-sent events"). */
export interface LiveEvent {
  /** What a page that connects again says it has seen; null for what can be missed. */
  readonly id: string | null;
  readonly name: LiveEventName;
  readonly data: unknown;
}

/** How long a page waits before it connects again. */
export const RETRY_MS = 2000;

/** The event as it goes over the wire. JSON has no raw line break, so one `data` line holds it. */
export function eventFrame({ data, id, name }: LiveEvent): string {
  const identity = id === null ? '' : `id: ${id}\n`;
  return `${identity}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** The first words of a stream. */
export const GREETING = `retry: ${RETRY_MS}\n\n`;

/** A comment, which no page hears: it shows both sides that the other one is there. */
export const HEARTBEAT = ': still here\n\n';
