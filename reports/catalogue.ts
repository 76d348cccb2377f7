import type { ClaimsReportInput } from './claims-input.ts';
import { csvRatesReport } from './formats/csv/rates.ts';
import { csvReport } from './formats/csv/samples.ts';
import { claimsJsonReport, jsonReport } from './formats/json.ts';
import { claimsJunitReport, junitReport } from './formats/junit.ts';
import { claimsMarkdownReport, markdownReport } from './formats/markdown.ts';
import { ndjsonReport } from './formats/ndjson.ts';
import { perfmonReport } from './formats/perfmon.ts';
import { prometheusReport } from './formats/prometheus.ts';
import { claimsTapReport, tapReport } from './formats/tap.ts';
import { htmlReport } from './html/page.ts';
import type { Report } from './report.ts';

/** Every report on a run, in the order in which they are named to a user. */
export const RUN_REPORTS: readonly Report[] = [
  htmlReport,
  jsonReport,
  csvReport,
  csvRatesReport,
  ndjsonReport,
  junitReport,
  tapReport,
  markdownReport,
  prometheusReport,
  perfmonReport,
];

/** Those on claims: what was sampled is in the reports of their runs. */
export const CLAIMS_REPORTS: readonly Report<ClaimsReportInput>[] = [
  claimsJsonReport,
  claimsJunitReport,
  claimsTapReport,
  claimsMarkdownReport,
];
