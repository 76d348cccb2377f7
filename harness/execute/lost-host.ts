import { HarnessError } from '../contract/errors.ts';
import type { LastActivity } from '../contract/event.ts';
import type { Answer } from './host-link.ts';

/** Where a host was when it was lost. */
export type WhereLost = LastActivity;

/** What is said of a host that is lost. */
export interface LostHost {
  readonly how: 'died' | 'hung' | 'failed';
  readonly detail: string;
  readonly error: HarnessError;
}

/** @param answer the end of the wait for an answer that was not the one that was due */
export function lostHost(
  answer: Answer,
  { call, cycle, mailbox }: WhereLost,
  { log, measured, replicate }: { replicate: string; log: string; measured: boolean },
): LostHost {
  if (answer.outcome === 'said' && answer.message.say === 'failed') {
    const { code, message, remedy } = answer.message;
    return { how: 'failed', detail: message, error: new HarnessError(code, message, remedy) };
  }
  const how = answer.outcome === 'said' ? 'failed' : answer.outcome;
  const detail = answer.outcome === 'said' ? `said ${answer.message.say} out of turn` : answer.detail;
  const where = `${call}, cycle ${cycle}${mailbox === null ? '' : `, mailbox ${mailbox}`}`;
  const error = new HarnessError(
    how === 'hung' ? 'HOST_HUNG' : 'HOST_DIED',
    `the session host of ${replicate} ${how} (${detail}) in ${where}`,
    `${measured ? 'What was measured until then is kept; the' : 'The'} host’s own words are in ${log}.`,
  );
  return { how, detail, error };
}
