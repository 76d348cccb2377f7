import type { ReportInput } from '../../reports/report-input.ts';
import { renderSummary } from '../../reports/terminal.ts';
import { screenOf, type Terminal } from './terminal.ts';

/** The result on stdout: result.json as it is, or the summary. */
export function showResult(input: ReportInput, { json }: { json: boolean }, terminal: Terminal): void {
  const { stdout, environment } = terminal;
  if (json) stdout.write(`${JSON.stringify(input.result, null, 2)}\n`);
  else stdout.write(renderSummary(input, screenOf(stdout, environment)));
}
