import { setTimeout as sleep } from 'node:timers/promises';
import type { Password } from '../../scenarios/credentials/password.ts';
import type { Mailbox } from '../../scenarios/mailboxes/mailbox.ts';
import type { MailboxList } from '../../scenarios/mailboxes/open.ts';
import { HarnessError } from '../contract/errors.ts';
import type { TryFailure } from '../contract/mailbox-check.ts';
import type { Plan } from '../contract/plan.ts';
import { requireExpectedProvider } from './expected-provider.ts';
import { type Answer, HostLink } from './host-link.ts';
import type { HostReady } from './messages.ts';
import { askToOpen } from './open-host.ts';
import { type StopSignals, whileStoppable } from './stoppable.ts';

/** Mailboxes that are held in memory at once. */
const CHUNK = 100;

/** Win32 errors of LogonUserW that mean a wrong password, or one too many: the next attempt may lock an account. */
const REFUSALS: readonly string[] = ['ERROR_LOGON_FAILURE', 'ERROR_ACCOUNT_LOCKED_OUT'];

export interface MailboxCheckParts extends StopSignals {
  readonly plan: Plan;
  readonly mailboxes: MailboxList;
  readonly password: Password | null;
  /** Time between two mailboxes, so that a server is not stormed. */
  readonly pauseMs: number;
  /** How many refused passwords end the check. */
  readonly maxRefusals: number;
  /** Where the host's stdout and stderr go. */
  readonly logFile: string;
  readonly flightRecord: string;
  /** Called once, before the first mailbox. */
  onReady(host: HostReady): void;
  /** Called for each mailbox that was tried; the next one waits for it. */
  onTried(mailbox: Mailbox, failure: TryFailure | null): Promise<void>;
}

/** How a check ended. What was tried until then has been told. */
export type MailboxCheckEnd =
  | { readonly outcome: 'complete' }
  | { readonly outcome: 'stopped' }
  | { readonly outcome: 'refused' | 'failed' | 'host-lost'; readonly error: HarnessError };

/** Runs one cycle with each mailbox of a list in turn, in one session host, and tells how each went. */
export async function checkMailboxes(parts: MailboxCheckParts): Promise<MailboxCheckEnd> {
  return await new MailboxCheck(parts).run();
}

class MailboxCheck {
  private readonly parts: MailboxCheckParts;
  private readonly host: HostLink;
  private trying: Mailbox | null = null;
  private tried = 0;
  private refusals = 0;

  constructor(parts: MailboxCheckParts) {
    this.parts = parts;
    const { flightRecord, logFile, plan } = parts;
    this.host = new HostLink({ flightRecord, logFile, hangTimeoutMs: plan.hangTimeoutMs });
  }

  async run(): Promise<MailboxCheckEnd> {
    const { parts } = this;
    try {
      return await whileStoppable(this.host, parts, async () => {
        const ready = await this.open();
        requireExpectedProvider(ready, parts.plan);
        parts.onReady(ready);
        return await this.tryAll();
      });
    } catch (error) {
      if (!(error instanceof HarnessError)) throw error;
      // A host that was ended on request is no failure.
      if (parts.stop.aborted) return { outcome: 'stopped' };
      const isLoss = error.code === 'HOST_DIED' || error.code === 'HOST_HUNG';
      return { outcome: isLoss ? 'host-lost' : 'failed', error };
    }
  }

  private async open(): Promise<HostReady> {
    const { flightRecord, mailboxes, password, plan } = this.parts;
    const [firstMailbox] = await mailboxes.take(0, 1);
    if (firstMailbox === undefined) throw new Error('a check without mailboxes was planned');
    const message = {
      say: 'open',
      plan,
      // Which provider answers may be known only once MAPI was initialized.
      probe: true,
      scenario: plan.scenario,
      firstMailbox,
      flightRecord,
      ballastBytes: 0,
      plantedBytesPerCycle: 0,
    } as const;
    const answer = await askToOpen(this.host, message, password);
    if (answer.outcome === 'said' && answer.message.say === 'ready') return answer.message;
    throw await this.lost(answer);
  }

  private async tryAll(): Promise<MailboxCheckEnd> {
    const { mailboxes, pauseMs, stop } = this.parts;
    for await (const mailbox of everyMailbox(mailboxes)) {
      // An aborted sleep throws; the next line answers for it.
      if (this.tried > 0) await sleep(pauseMs, undefined, { signal: stop }).catch(() => {});
      if (stop.aborted) return { outcome: 'stopped' };
      const failure = await this.tryOne(mailbox);
      await this.parts.onTried(mailbox, failure);
      const end = failure === null ? null : this.endAfter(mailbox, failure);
      if (end !== null) return end;
    }
    return { outcome: 'complete' };
  }

  /** null if the check goes on after this failure. */
  private endAfter(mailbox: Mailbox, failure: TryFailure): MailboxCheckEnd | null {
    if (failure.failureClass === 'environment') return { outcome: 'failed', error: hopeless(failure) };
    if (!REFUSALS.includes(failure.code)) return null;
    this.refusals += 1;
    if (this.refusals < this.parts.maxRefusals) return null;
    return { outcome: 'refused', error: refused(mailbox, failure, this.refusals) };
  }

  private async tryOne(mailbox: Mailbox): Promise<TryFailure | null> {
    this.trying = mailbox;
    const answer = await this.host.ask({ say: 'try', cycle: this.tried, mailbox });
    if (answer.outcome !== 'said' || answer.message.say !== 'tried') throw await this.lost(answer);
    this.tried += 1;
    return answer.message.failure;
  }

  private async lost(answer: Answer): Promise<HarnessError> {
    if (answer.outcome === 'said') {
      const { message } = answer;
      return message.say === 'failed'
        ? new HarnessError(message.code, message.message, message.remedy)
        : new HarnessError('INTERNAL', `the session host said ${message.say} out of turn`, 'Report this.');
    }
    const call = this.host.lastRecord()?.call ?? 'starting';
    if (answer.outcome === 'hung') await this.host.kill();
    const at = this.trying === null ? '' : `, mailbox ${this.trying.mailbox}`;
    return new HarnessError(
      answer.outcome === 'hung' ? 'HOST_HUNG' : 'HOST_DIED',
      `the session host ${answer.outcome} (${answer.detail}) in ${call}${at}`,
      `The host’s own words are in ${this.parts.logFile}.`,
    );
  }
}

async function* everyMailbox(list: MailboxList): AsyncGenerator<Mailbox> {
  for (let first = 0; first < list.count; first += CHUNK) {
    yield* await list.take(first, Math.min(CHUNK, list.count - first));
  }
}

function refused({ mailbox }: Mailbox, { message }: TryFailure, refusals: number): HarnessError {
  return new HarnessError(
    'CREDENTIALS',
    `user of mailbox ${mailbox}: ${message}`,
    `Check the password; the check ended after ${refusals} refusal(s) so that no account is locked out.`,
  );
}

function hopeless({ code, message }: TryFailure): HarnessError {
  return new HarnessError(
    'MAPI_ENVIRONMENT',
    `no mailbox can work here: ${message}`,
    code === 'FAKE_TOKEN'
      ? 'Use --impersonation self, or leave --impersonation out.'
      : 'Run `mapileak doctor`: it names the MAPI provider that is loaded, and what is wrong with it.',
  );
}
