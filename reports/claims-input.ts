import type { ClaimsResult } from '../harness/contract/claims.ts';

/** What the reports on claims are made from. */
export interface ClaimsReportInput {
  readonly result: ClaimsResult;
  /** Path of the claims' folder, as the user should see it. */
  readonly folder: string;
}
