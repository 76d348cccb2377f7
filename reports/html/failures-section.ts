import type { ArmResult } from '../../harness/contract/result.ts';
import { formatCount, formatCounted } from '../format.ts';
import type { ReportInput } from '../report-input.ts';
import { html, isolate, type Markup, nothing } from './markup.ts';

/** Failed cycles by code and by mailbox: a failing logon leaks differently from one that works. */
export function failuresSection({ plan, result }: ReportInput): Markup {
  // Which cycles of a program that is only watched failed, nobody knows.
  if (plan.attached !== undefined) return nothing;
  const failed = result.arms.filter((arm) => arm.failures.total > 0);
  return html`<section>
<h2>Failed cycles</h2>
${failed.length === 0 ? html`<p>None: every cycle of every arm worked.</p>` : html`<div class="columns">${failed.map(failuresOf)}</div>`}
</section>
`;
}

function failuresOf({ arm, cycles, failures }: ArmResult): Markup {
  const mailboxes = formatCounted(failures.mailboxesFailed, 'mailbox', 'mailboxes');
  return html`<div class="card">
<h3><span class="arm ${arm}">${arm}</span></h3>
<p>${formatCount(failures.total)} of ${formatCounted(cycles, 'cycle')} failed, at ${mailboxes}.</p>
${countsTable('code', failures.byCode)}${countsTable('mailbox', failures.byMailbox)}</div>
`;
}

function countsTable(what: string, counts: Readonly<Record<string, number>>): Markup {
  const rows = Object.entries(counts)
    .sort(([, left], [, right]) => right - left)
    .map(
      ([key, count]) =>
        html`<tr><th scope="row">${isolate(key)}</th><td class="number">${formatCount(count)}</td></tr>`,
    );
  return html`<table>
<thead><tr><th scope="col">${what}</th><th scope="col" class="number">failed cycles</th></tr></thead>
<tbody>${rows}</tbody>
</table>
`;
}
