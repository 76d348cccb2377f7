import type { Readable } from 'node:stream';
import type { Listener } from '../live/channel.ts';
import type { ContentKind } from './headers.ts';

/** What a request is answered with, before anything is sent. */
export type Answer =
  | { readonly kind: ContentKind; readonly status: number; readonly body: string | Buffer }
  | { readonly kind: ContentKind; readonly status: 200; readonly stream: Readable }
  | { readonly redirect: string }
  | { readonly events: EventStream };

/** A stream of events that a page listens to until it leaves. */
export interface EventStream {
  join(listener: Listener, lastHeard: string | undefined): void;
  leave(listener: Listener): void;
}

export const page = (body: string, status = 200): Answer => ({ kind: 'page', status, body });
export const json = (content: unknown): Answer => ({
  kind: 'json',
  status: 200,
  body: `${JSON.stringify(content)}\n`,
});
export const plain = (status: number, text: string): Answer => ({ kind: 'text', status, body: `${text}\n` });
