import type { Screen } from '../../reports/screen.ts';
import { screenText } from '../../reports/terminal/text.ts';
import type { Mailbox } from '../../scenarios/mailboxes/mailbox.ts';
import type { MailboxCheckResult, TryFailure } from '../contract/mailbox-check.ts';
import type { MailboxCheckEnd } from '../execute/mailbox-check.ts';

/** What is known before the first mailbox is tried. */
export type CheckAbout = Pick<MailboxCheckResult, 'mapileak' | 'scenario' | 'mailboxes'>;

/** Counts how mailboxes did while they are tried. */
export class CheckTally {
  standIn: boolean | null = null;
  ok = 0;
  failed = 0;
  private readonly byCode = new Map<string, number>();
  private readonly failures: MailboxCheckResult['failures'] = [];
  private readonly keepsFailures: boolean;

  /** @param keepsFailures whether each failure is wanted in the result; a list may be long */
  constructor(keepsFailures: boolean) {
    this.keepsFailures = keepsFailures;
  }

  add({ domain, mailbox, user }: Mailbox, failure: TryFailure | null): void {
    if (failure === null) {
      this.ok += 1;
      return;
    }
    this.failed += 1;
    this.byCode.set(failure.code, (this.byCode.get(failure.code) ?? 0) + 1);
    if (this.keepsFailures) this.failures.push({ mailbox, user, domain, ...failure });
  }

  result(about: CheckAbout, end: MailboxCheckEnd): MailboxCheckResult {
    return {
      schema: 1,
      ...about,
      standIn: this.standIn,
      outcome: end.outcome,
      reason: 'error' in end ? end.error.message : null,
      checked: this.ok + this.failed,
      ok: this.ok,
      failed: this.failed,
      byCode: Object.fromEntries(this.byCode),
      failures: this.failures,
    };
  }
}

/** `anna (EXAMPLE\anna.l): MAPILogonEx: MAPI_E_LOGON_FAILED (0x80040111)`. */
export function failureLine(
  { domain, mailbox, user }: Mailbox,
  { message }: TryFailure,
  screen: Screen,
): string {
  const account = domain === '' ? user : `${domain}\\${user}`;
  return screenText(`${mailbox} (${account}): ${message}`, screen);
}

/** `3 of 4 mailboxes can be used, on the stand-in; 1 cannot: MAPI_E_LOGON_FAILED 1`. */
export function summaryLines(result: MailboxCheckResult): readonly string[] {
  const { byCode, checked, failed, mailboxes, ok, standIn } = result;
  const where = standIn === true ? ', on the stand-in' : '';
  const codes = Object.entries(byCode).map(([code, count]) => `${code} ${count}`);
  const cannot = failed === 0 ? '' : `; ${failed} cannot: ${codes.join(', ')}`;
  return [
    `${ok} of ${checked} mailboxes can be used${where}${cannot}`,
    ...(checked < mailboxes ? [`${mailboxes - checked} of the list were not tried`] : []),
  ];
}
