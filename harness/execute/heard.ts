import { complaint } from '../contract/json-input.ts';
import { type FromHost, fromHostSchema } from './messages.ts';

/**
 * What a session host said. What is none of its messages becomes its failure: code that corrupted the host's memory may have
 * had it say anything.
 * @param log where the host's own words are
 */
export function heard(message: unknown, log: string): FromHost {
  const parsed = fromHostSchema.safeParse(message);
  if (parsed.success) return parsed.data;
  return {
    say: 'failed',
    code: 'HOST_DIED',
    message: `the session host said something that is none of its messages:\n${complaint(parsed.error)}`,
    remedy: `Its memory may be corrupted. What was measured until then is kept; its own words are in ${log}.`,
  };
}
