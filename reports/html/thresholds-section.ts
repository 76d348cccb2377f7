import type { ReportInput } from '../report-input.ts';
import { THRESHOLD_WORDING } from '../threshold-wording.ts';
import { html, type Markup, nothing } from './markup.ts';

/** What became of each threshold; nothing where none was given. */
export function thresholdsSection({ result }: ReportInput): Markup {
  if (result.thresholds.length === 0) return nothing;
  const rows = result.thresholds.map(({ outcome, reason, text }) => {
    const { tone, word } = THRESHOLD_WORDING[outcome];
    return html`<tr>
<th scope="row"><code>${text}</code></th>
<td><span class="badge ${tone}">${word}</span></td>
<td>${reason}</td>
</tr>
`;
  });
  return html`<section>
<h2>Thresholds</h2>
<p class="lead">Passed or failed only where the whole interval lies on one side of the bound. What was not measured passes nothing.</p>
<div class="scroll" tabindex="0"><table class="thresholds">
<thead><tr><th scope="col">threshold</th><th scope="col">outcome</th><th scope="col">found</th></tr></thead>
<tbody>${rows}</tbody>
</table></div>
</section>
`;
}
