import { type FaultCode, HarnessError } from '../contract/errors.ts';
import type { LastActivity } from '../contract/event.ts';
import type { Answer } from './host-link.ts';

/** Where a host was when it was lost. */
export type WhereLost = LastActivity;

/**
 * A host was lost for a reason of its own. Another one may do better, unlike where the environment, the scenario or
 * a password is wrong.
 */
export class HostLossError extends HarnessError {
  readonly how: LostHost['how'];
  readonly where: WhereLost;

  constructor({ how, error }: Pick<LostHost, 'how' | 'error'>, where: WhereLost) {
    super(error.code, error.message, error.remedy);
    this.how = how;
    this.where = where;
  }
}

/** What is said of a host that is lost. */
export interface LostHost {
  readonly how: 'died' | 'hung' | 'failed';
  readonly detail: string;
  readonly error: HarnessError;
  /** Whether another host may do better. */
  readonly isItsOwn: boolean;
}

/** Why a host gives up though another one may do better. */
const OF_ITS_OWN: readonly FaultCode[] = ['HEAP_CORRUPTED', 'INTERNAL'];

/** @param answer the end of the wait for an answer that was not the one that was due */
export function lostHost(
  answer: Answer,
  { call, cycle, mailbox }: WhereLost,
  { log, measured, replicate }: { replicate: string; log: string; measured: boolean },
): LostHost {
  if (answer.outcome === 'said' && answer.message.say === 'failed') {
    const { code, message, remedy } = answer.message;
    const isItsOwn = OF_ITS_OWN.includes(code);
    const told = isItsOwn ? `the session host of ${replicate} failed in cycle ${cycle}: ${message}` : message;
    return { how: 'failed', detail: message, error: new HarnessError(code, told, remedy), isItsOwn };
  }
  const how = answer.outcome === 'said' ? 'failed' : answer.outcome;
  const detail = answer.outcome === 'said' ? `said ${answer.message.say} out of turn` : answer.detail;
  const where = `${call}, cycle ${cycle}${mailbox === null ? '' : `, mailbox ${mailbox}`}`;
  const error = new HarnessError(
    how === 'hung' ? 'HOST_HUNG' : 'HOST_DIED',
    `the session host of ${replicate} ${how} (${detail}) in ${where}`,
    `${measured ? 'What was measured until then is kept; the' : 'The'} host’s own words are in ${log}.`,
  );
  return { how, detail, error, isItsOwn: true };
}
