import { endedBy } from '../../harness/contract/exhaustion.ts';
import type { Unit } from '../../harness/contract/resources.ts';
import type { ArmResult, ExhaustedReplicate } from '../../harness/contract/result.ts';
import { exhaustedSentence } from '../exhausted.ts';
import { formatAmount, formatCount } from '../format.ts';
import type { ReportInput } from '../report-input.ts';
import { html, isolate, type Markup, nothing } from './markup.ts';

/** Replicates that ended because their process ran out: where, how, and what it held then. */
export function exhaustedSection({ result }: ReportInput): Markup {
  const arms = result.arms.filter(({ exhausted }) => exhausted.length > 0);
  if (arms.length === 0) return nothing;
  return html`<section>
<h2>Stopped early</h2>
<p class="lead">These processes could not go on, or were ended before they could not. That is where a leak ends, but does not prove one: the verdicts rest on what grew until then.</p>
${arms.map(summaryOf)}<div class="scroll" tabindex="0"><table>
<thead><tr><th scope="col">replicate</th><th scope="col" class="number">at cycle</th><th scope="col">code</th><th scope="col">call</th><th scope="col">mailbox</th><th scope="col" class="number">private bytes</th><th scope="col" class="number">virtual size</th><th scope="col" class="number">heaps</th></tr></thead>
<tbody>${arms.flatMap(({ exhausted }) => exhausted.map(rowOf))}</tbody>
</table></div>
</section>
`;
}

function summaryOf(arm: ArmResult): Markup {
  return html`<p><span class="arm ${arm.arm}">${arm.arm}</span>: ${exhaustedSentence(arm) ?? ''}.</p>
`;
}

function rowOf(ended: ExhaustedReplicate): Markup {
  return html`<tr><th scope="row">${ended.replicate}</th><td class="number">${formatCount(ended.cycle)}</td><td>${endedBy(ended.code)}</td><td>${ended.call}</td><td>${isolate(ended.mailbox)}</td>${reading(ended.privateBytes, 'bytes')}${reading(ended.virtualBytes, 'bytes')}${reading(ended.heaps, 'count')}</tr>
`;
}

function reading(value: number | null, unit: Unit): Markup {
  const shown = value === null ? '–' : unit === 'count' ? formatCount(value) : formatAmount(value, unit);
  return html`<td class="number">${shown}</td>`;
}
