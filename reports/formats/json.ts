import type { ClaimsReportInput } from '../claims-input.ts';
import type { Report } from '../report.ts';
import type { ReportInput } from '../report-input.ts';

/** The result as the run folder has it, byte for byte. Its fields are those of `resultSchema`. */
export const jsonReport: Report<ReportInput> = {
  name: 'json',
  fileName: 'result.json',
  forEveryone: false,
  render: ({ result }) => `${JSON.stringify(result, null, 2)}\n`,
};

/** claims.json as the folder of the claims has it. */
export const claimsJsonReport: Report<ClaimsReportInput> = {
  name: 'json',
  fileName: 'claims.json',
  forEveryone: false,
  render: ({ result }) => `${JSON.stringify(result, null, 2)}\n`,
};
