import { CLAIM_VERDICTS, type ClaimResult, type ClaimVerdict } from '../harness/contract/claims.ts';
import { formatCounted } from './format.ts';
import type { Tone } from './wording.ts';

export const CLAIM_VERDICT_WORDING: Readonly<
  Record<ClaimVerdict, { readonly word: string; readonly tone: Tone }>
> = {
  confirmed: { word: 'confirmed', tone: 'good' },
  refuted: { word: 'refuted', tone: 'bad' },
  inconclusive: { word: 'inconclusive', tone: 'open' },
  'not-tested': { word: 'not tested', tone: 'mixed' },
};

/** `10 claims: 8 confirmed, 2 not tested`. */
export function claimsSummary(claims: readonly ClaimResult[]): string {
  const counts = CLAIM_VERDICTS.flatMap((verdict) => {
    const count = claims.filter((claim) => claim.verdict === verdict).length;
    return count === 0 ? [] : [`${count} ${CLAIM_VERDICT_WORDING[verdict].word}`];
  });
  return `${formatCounted(claims.length, 'claim')}: ${counts.join(', ')}`;
}

/** The tone of them all: one refutation is what a reader must see first. */
export function claimsTone(claims: readonly ClaimResult[]): Tone {
  const verdicts = new Set(claims.map(({ verdict }) => verdict));
  if (verdicts.has('refuted')) return 'bad';
  if (verdicts.has('inconclusive')) return 'open';
  return verdicts.has('confirmed') ? 'good' : 'mixed';
}
