import type { ClaimsReportInput } from '../../reports/claims-input.ts';
import { renderClaims } from '../../reports/terminal/claims.ts';
import { screenOf, type Terminal } from './terminal.ts';

/** The claims on stdout: claims.json as it is, or for people. */
export function showClaims(input: ClaimsReportInput, { json }: { json: boolean }, terminal: Terminal): void {
  const { environment, stdout } = terminal;
  if (json) stdout.write(`${JSON.stringify(input.result, null, 2)}\n`);
  else stdout.write(renderClaims(input, screenOf(stdout, environment)));
}
