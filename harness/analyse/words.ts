import type { Unit } from '../contract/resources.ts';
import type { Rate } from '../contract/result.ts';
import type { Rules } from './rules.ts';

/** `4,096.25`: grouped, with at most so many decimals and no trailing zeros. */
export function numberText(value: number, decimals = 0): string {
  const shown = value.toLocaleString('en-US', { maximumFractionDigits: decimals });
  return shown === '-0' ? '0' : shown;
}

/** The decimals that show the first digit of an error of this size. */
export function decimalsFor(error: number): number {
  if (!(error > 0) || !Number.isFinite(error)) return 0;
  return Math.min(9, Math.max(0, Math.ceil(-Math.log10(error))));
}

/** An upper limit, rounded up to two digits so that it stays one: `0.31 bytes`, `1 heap`. */
export function limitText(limit: number, noun: string): string {
  const rounded = roundedUp(Math.max(0, limit));
  const shown = numberText(rounded, decimalsFor(rounded) + 1);
  return `${shown} ${nounFor(shown, noun)}`;
}

/** A rate with its interval: `4,096 bytes [4,095.9, 4,096.1]`. */
export function rateText(rate: Rate, noun: string): string {
  const decimals = decimalsFor((rate.high - rate.low) / 2);
  const show = (value: number): string => numberText(value, decimals);
  return `${show(rate.estimate)} ${nounFor(show(rate.estimate), noun)} [${show(rate.low)}, ${show(rate.high)}]`;
}

/** What one unit of a resource is called: its bytes, or the things it counts. */
export const nounOf = (unit: Unit, label: string): string => (unit === 'bytes' ? 'bytes' : label);

/** Labels are plural; exactly one takes the singular. */
function nounFor(shown: string, plural: string): string {
  return shown === '1' || shown === '-1' ? plural.replace(/s$/, '') : plural;
}

/** A share in per cent, and never as none where there is some: `12.4 %`, `less than 0.1 %`. */
export function shareText(share: number): string {
  if (share > 0 && share < 0.001) return 'less than 0.1 %';
  return `${numberText(share * 100, 1)} %`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listText(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join('');
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

/** `3 replicates`, `1 replicate`. */
export function countText(count: number, plural: string): string {
  const shown = numberText(count);
  return `${shown} ${nounFor(shown, plural)}`;
}

/** A positive number rounded up to two digits. */
export function roundedUp(value: number): number {
  if (value === 0) return 0;
  const step = 10 ** (Math.floor(Math.log10(value)) - 1);
  // A value that has only two digits must not be carried up by the last bit of its division.
  return Math.ceil(value / step - 1e-9) * step;
}

/** The margin of a resource: `64 bytes`. */
export function marginText({ margin, info }: Rules): string {
  const shown = numberText(margin, 9);
  return `${shown} ${nounFor(shown, nounOf(info.unit, info.label))}`;
}
