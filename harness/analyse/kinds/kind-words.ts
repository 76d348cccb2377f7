import type { Plan } from '../../contract/plan.ts';
import { KINDS, type Kind } from '../../contract/result.ts';
import type { Rules } from '../rules.ts';
import { limitText, listText, nounOf, numberText, rateText } from '../words.ts';
import type { FirstPass } from './first-pass.ts';
import { rateOf, timesOf } from './kind.ts';
import type { KindRates } from './kind-rates.ts';

export interface KindContext {
  readonly plan: Pick<Plan, 'impersonation'>;
  readonly rules: Rules;
  readonly cyclesPerPass: number;
}

/** Growth that came with the first mailboxes and ended by this share of all of them has stopped. */
const STOPPED = 0.9;

/** What can be at most this share of what was found is called none beside it. */
const HARDLY_ANY = 0.05;

/**
 * What an arm grows with, in one sentence:
 * `4,096 bytes [4,095.9, 4,096.1] per change of identity; none per logon of the same mailbox, none per
 * minute`.
 */
export function kindSentence(rates: KindRates, kinds: readonly Kind[], context: KindContext): string {
  const { rules } = context;
  const noun = nounOf(rules.info.unit, rules.info.label);
  const found = kinds.map((kind) => foundText(kind, rates, noun, context));
  const open = openText(rates, noun, context);
  const isOpen = (kind: Kind): boolean => open !== null && (kind === 'per-switch' || kind === 'per-mailbox');
  const others = KINDS.filter((kind) => !kinds.includes(kind) && !isOpen(kind)).flatMap((kind) =>
    otherText(kind, rates, kinds, noun, context),
  );
  const parts = [listText(found), open ?? '', others.join(', ')];
  return parts.filter((part) => part !== '').join('; ');
}

function nameOf(kind: Kind, { plan }: KindContext): string {
  switch (kind) {
    case 'per-logon':
      return 'per logon of the same mailbox';
    case 'per-switch':
      // Without impersonation every logon is by the same user.
      return plan.impersonation === 'logon-user' ? 'per change of identity' : 'per change of mailbox';
    case 'per-mailbox':
      return 'per distinct mailbox';
    case 'per-minute':
      return 'per minute';
  }
}

function foundText(kind: Kind, rates: KindRates, noun: string, context: KindContext): string {
  const rate = rateOf(kind, rates);
  if (rate === null) return '';
  const text = rateText(rate, noun);
  // Whoever logs on adds this: that it was found with one mailbox is only how it was found.
  if (kind === 'per-logon') return `${text} per logon`;
  if (kind === 'per-mailbox') return `${text} per distinct mailbox${upTo(rates, context)}`;
  return `${text} ${nameOf(kind, context)}`;
}

/** Whether what came with new mailboxes had an end: a cache has one, a leak per identity has none. */
function upTo({ firstPass }: KindRates, { cyclesPerPass }: KindContext): string {
  const all = numberText(cyclesPerPass);
  if (firstPass !== null && hasStopped(firstPass, cyclesPerPass)) {
    const half = numberText(Math.floor(cyclesPerPass / 2));
    const end = numberText(firstPass.stoppedBy);
    return ` on average between ${half} and ${all} mailboxes, ended after about ${end}`;
  }
  if (firstPass !== null && firstPass.grewUntil >= STOPPED * cyclesPerPass) {
    return `, not ended by the last of ${all}`;
  }
  return ` on average, up to ${all} of them`;
}

const hasStopped = ({ stoppedBy }: FirstPass, cyclesPerPass: number): boolean =>
  stoppedBy <= STOPPED * cyclesPerPass;

/** Growth with other mailboxes that may be per change or per mailbox, since none came twice. */
function openText(rates: KindRates, noun: string, context: KindContext): string | null {
  const { perOtherMailbox, perSwitch } = rates;
  const { cyclesPerPass, rules } = context;
  if (cyclesPerPass === 1 || perSwitch !== null || perOtherMailbox === null) return null;
  const which = `${nameOf('per-switch', context)} or per distinct mailbox`;
  if (perOtherMailbox.low <= 0 && perOtherMailbox.high <= rules.margin) return `none ${which}`;
  const passes = numberText(2 * cyclesPerPass);
  return `${rateText(perOtherMailbox, noun)} ${which}, told apart by two passes (${passes} cycles)`;
}

/** Of a kind that was not found: that there is none, how much there can be at most, or that nobody knows. */
function otherText(
  kind: Kind,
  rates: KindRates,
  kinds: readonly Kind[],
  noun: string,
  context: KindContext,
): string[] {
  const { cyclesPerPass, rules } = context;
  const name = nameOf(kind, context);
  const needsOthers = kind === 'per-switch' || kind === 'per-mailbox';
  if (needsOthers && cyclesPerPass === 1) return [];
  const rate = rateOf(kind, rates);
  if (rate === null) return [`not measured ${name}`];
  if (kind === 'per-minute' && rate.low > 0 && !rates.isSteadyInTime) {
    return [`${rateText(rate, noun)} per minute of rest, but not while cycles ran`];
  }
  const most = rate.high * timesOf(kind, rates);
  const least = rules.margin * (kind === 'per-mailbox' ? rates.sweep.mailboxes : rates.sweep.cycles);
  if (most > Math.max(least, HARDLY_ANY * largestShare(rates, kinds))) {
    return [`at most ${limitText(rate.high, noun)} ${name}`];
  }
  const start = kind === 'per-mailbox' ? startText(rates, context) : '';
  return [`${rate.low > 0 ? 'hardly any' : 'none'} ${name}${start}`];
}

const largestShare = (rates: KindRates, kinds: readonly Kind[]): number =>
  Math.max(0, ...kinds.map((kind) => (rateOf(kind, rates)?.estimate ?? 0) * timesOf(kind, rates)));

/** What grew with the first mailboxes, or with the start, and was over before half of them had come. */
function startText({ firstPass, isSteadyInTime }: KindRates, { cyclesPerPass, rules }: KindContext): string {
  // What time adds is not known well enough to be told from what a start adds.
  if (firstPass === null || isSteadyInTime || firstPass.added <= rules.margin * cyclesPerPass) return '';
  if (!hasStopped(firstPass, cyclesPerPass)) return '';
  return ` after about the first ${numberText(firstPass.stoppedBy)} of ${numberText(cyclesPerPass)}`;
}
