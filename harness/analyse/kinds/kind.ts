import type { Kind, Rate } from '../../contract/result.ts';
import type { KindRates } from './kind-rates.ts';

export function rateOf(kind: Kind, rates: KindRates): Rate | null {
  switch (kind) {
    case 'per-logon':
      return rates.perLogon;
    case 'per-switch':
      return rates.perSwitch;
    case 'per-mailbox':
      return rates.perMailbox;
    case 'per-minute':
      return rates.perMinute;
  }
}

/** How often the sweep had what a rate counts by: its rate times this is its share of the growth. */
export function timesOf(kind: Kind, { sweep }: KindRates): number {
  switch (kind) {
    case 'per-logon':
    case 'per-switch':
      return sweep.cycles;
    case 'per-mailbox':
      return sweep.mailboxes;
    case 'per-minute':
      return sweep.minutes;
  }
}
