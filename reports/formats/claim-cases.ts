import type { ClaimResult, ClaimsResult } from '../../harness/contract/claims.ts';
import type { Case, CaseOutcome } from './cases.ts';

/**
 * A case for each claim: a refuted one fails, as exit code 1 says; one that nothing was proven of is skipped.
 */
export function casesOfClaims({ claims }: ClaimsResult): readonly Case[] {
  return claims.map((each) => ({
    name: `claim ${each.claim}`,
    outcome: outcomeOf(each),
    found: `${each.statement} ${each.observed}`,
    arm: null,
  }));
}

function outcomeOf({ observed, verdict }: ClaimResult): CaseOutcome {
  switch (verdict) {
    case 'confirmed':
      return { outcome: 'passed' };
    case 'refuted':
      return { outcome: 'failed', why: `refuted: ${observed}` };
    case 'inconclusive':
      return { outcome: 'skipped', why: `inconclusive: ${observed}` };
    case 'not-tested':
      return { outcome: 'skipped', why: `not tested: ${observed}` };
  }
}
