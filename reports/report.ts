import type { ReportInput } from './report-input.ts';

/** The report that the summary on the terminal points to. */
export const HTML_REPORT_FILE = 'report.html';

/** A report that is a file in the run folder. Rendering is pure: the same input gives the same bytes. */
export interface Report {
  /** What the command line calls it. */
  readonly name: string;
  readonly fileName: string;
  render(input: ReportInput): string;
}
