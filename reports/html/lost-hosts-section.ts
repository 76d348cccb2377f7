import type { ArmResult, LostHosts } from '../../harness/contract/result.ts';
import { formatCount, formatCounted } from '../format.ts';
import type { ReportInput } from '../report-input.ts';
import { html, isolate, type Markup, nothing } from './markup.ts';

/** Session hosts that died, hung or failed: how, in which call, and in whose cycles. */
export function lostHostsSection({ plan, result }: ReportInput): Markup {
  const lost = result.arms.filter(({ lostHosts }) => lostHosts !== undefined);
  if (lost.length === 0) return nothing;
  const after =
    plan.lostHosts === 'replace'
      ? 'A fresh process took the place of each; verdicts rest on those that did their whole sweep.'
      : 'The run ended there.';
  return html`<section>
<h2>Lost session hosts</h2>
<p class="lead">${after}</p>
<div class="columns">${lost.map(lostOf)}</div>
</section>
`;
}

function lostOf({ arm, lostHosts }: ArmResult): Markup {
  if (lostHosts === undefined) return nothing;
  const { hosts, lost, mailboxes, where } = lostHosts;
  return html`<div class="card">
<h3><span class="arm ${arm}">${arm}</span></h3>
<p>${formatCount(lost)} of ${formatCounted(hosts, 'session host')}.</p>
<table>
<thead><tr><th scope="col">how</th><th scope="col">call</th><th scope="col" class="number">session hosts</th></tr></thead>
<tbody>${where.map(({ how, call, count }) => html`<tr><th scope="row">${how}</th><td>${call}</td><td class="number">${formatCount(count)}</td></tr>`)}</tbody>
</table>
${mailboxTable(mailboxes)}</div>
`;
}

function mailboxTable(mailboxes: LostHosts['mailboxes']): Markup {
  const rows = Object.entries(mailboxes).sort(([, left], [, right]) => right - left);
  if (rows.length === 0) return nothing;
  return html`<table>
<thead><tr><th scope="col">mailbox</th><th scope="col" class="number">session hosts</th></tr></thead>
<tbody>${rows.map(([mailbox, count]) => html`<tr><th scope="row">${isolate(mailbox)}</th><td class="number">${formatCount(count)}</td></tr>`)}</tbody>
</table>
`;
}
