import type { Password } from '../../scenarios/credentials/password.ts';
import type { Answer, HostLink } from './host-link.ts';
import type { ToHost } from './messages.ts';
import { sealPassword } from './sealed-password.ts';

type OpenMessage = Extract<ToHost, { say: 'open' }>;

/** Has a host open its scenario. A password goes there sealed, for which the host is asked for a key first. */
export async function askToOpen(
  host: HostLink,
  message: Omit<OpenMessage, 'password'>,
  password: Password | null,
): Promise<Answer> {
  if (password === null) return await host.ask({ ...message, password: null });
  const answer = await host.ask({ say: 'agree' });
  if (answer.outcome !== 'said' || answer.message.say !== 'agreed') return answer;
  return await host.ask({ ...message, password: sealPassword(password.bytes, answer.message.key) });
}
