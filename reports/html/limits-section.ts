import type { ReportInput } from '../report-input.ts';
import { notMeasured, uncheckedClaims } from '../unchecked.ts';
import { html, type Markup } from './markup.ts';

/** What the verdict does not cover. */
export function limitsSection(input: ReportInput): Markup {
  const resources = notMeasured(input);
  const claims = uncheckedClaims(input).map((claim) => html`<li>${claim}</li>`);
  const rows = resources.map(
    ({ label, reason }) => html`<tr><th scope="row">${label}</th><td>${reason}</td></tr>`,
  );
  const table = html`<table>
<thead><tr><th scope="col">resource</th><th scope="col">why there are no numbers</th></tr></thead>
<tbody>${rows}</tbody>
</table>
`;
  return html`<section>
<h2>What was not checked</h2>
<div class="columns">
<div class="card"><h3>Outside this run</h3><ul>${claims}</ul></div>
<div class="card"><h3>Resources not measured</h3>${resources.length === 0 ? html`<p>None: every known resource was read.</p>` : table}</div>
</div>
</section>
`;
}
