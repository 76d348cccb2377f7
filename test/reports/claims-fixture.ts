import { CLAIMS, type ClaimResult, type ClaimsResult } from '../../harness/contract/claims.ts';
import type { ClaimsReportInput } from '../../reports/claims-input.ts';

function claimResult(
  claim: ClaimResult['claim'],
  verdict: ClaimResult['verdict'],
  observed: string,
): ClaimResult {
  return { claim, verdict, ...CLAIMS[claim], observed, runs: verdict === 'not-tested' ? [] : ['mapi32'] };
}

const RESULT: ClaimsResult = {
  schema: 1,
  createdAt: '2026-01-31T08:09:10.000Z',
  standIn: true,
  standInDials: { RoundTripMicroseconds: 0 },
  claims: [
    claimResult(
      'mapi32',
      'confirmed',
      'with 0 4,096 bytes [4,095.97, 4,096.03] and 1 heap [0.998, 1.002] per logon',
    ),
    claimResult('cdo', 'not-tested', 'CDO 1.21 <MAPI.Session> is not registered'),
    claimResult('cure', 'refuted', 'MAPI32 not-fixed: off 4,096 bytes per logon'),
    claimResult('reload', 'inconclusive', 'with 1 inconclusive, too few samples'),
  ],
  experiments: [
    {
      experiment: 'mapi32',
      folder: 'mapi32',
      scenario: 'extended-logon',
      verdict: 'not-fixed',
      reason: 'off: 4,096 bytes per logon',
      complete: false,
    },
  ],
  warnings: ['mapi32: one thing & another'],
};

/** Claims of every verdict, on the stand-in. */
export function makeClaimsInput(change: Partial<ClaimsResult> = {}): ClaimsReportInput {
  return { result: { ...RESULT, ...change }, folder: 'runs/2026-01-31T080910Z-kb891509' };
}
