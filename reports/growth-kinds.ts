import type { ArmName } from '../harness/contract/arms.ts';
import type { ArmResult, GrowthKind, Kind, Rate } from '../harness/contract/result.ts';
import { formatCount } from './format.ts';
import { resourceLabel } from './resource-label.ts';

/** Each kind of growth in words, in the order in which they are shown. */
export const KIND_WORDING: Readonly<Record<Kind, string>> = {
  'per-logon': 'per logon',
  'per-switch': 'per change of identity',
  'per-mailbox': 'per new mailbox',
  'per-minute': 'per minute',
};

export function rateOfKind(growth: GrowthKind, kind: Kind): Rate | null {
  switch (kind) {
    case 'per-logon':
      return growth.perLogon;
    case 'per-switch':
      return growth.perSwitch;
    case 'per-mailbox':
      return growth.perMailbox;
    case 'per-minute':
      return growth.perMinute;
  }
}

/** `Grows per change of identity with off: busy heap bytes, 4,096 bytes [4,095.9, 4,096.1] per change of identity; ...` */
export function growthSentence(arm: ArmName, { kinds, resource, sentence }: GrowthKind): string {
  const label = resourceLabel(resource);
  if (kinds.length === 0) return `Growth of ${label} with ${arm}: ${sentence}`;
  return `Grows ${inOneBreath(kinds.map((kind) => KIND_WORDING[kind]))} with ${arm}: ${label}, ${sentence}`;
}

/** More sizes of blocks than these are a list to look through, not a summary. */
const MOST_BLOCK_SIZES = 5;

/** What every logon of an arm leaves behind, as far as a summary shows it: the last may be `and 3 more`. */
export function leftBehindShown({ leftBehind }: Pick<ArmResult, 'leftBehind'>): readonly string[] {
  const shown = leftBehind.slice(0, MOST_BLOCK_SIZES).map(({ sentence }) => sentence);
  const more = leftBehind.length - shown.length;
  return more === 0 ? shown : [...shown, `and ${formatCount(more)} more`];
}

/** `a`, `a and b`, `a, b and c`. */
function inOneBreath(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}
