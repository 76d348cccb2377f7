import { formatCounted, formatDuration, formatMoment } from '../format.ts';
import type { ReportInput } from '../report-input.ts';
import { STAND_IN_NOTICE, VERDICT_WORDING } from '../wording.ts';
import { html, isolate, type Markup, nothing } from './markup.ts';

/** What a reader who looks for ten seconds must have seen. */
export function verdictSection({ plan, result, finishedAt, durationMs }: ReportInput): Markup {
  const { word, tone, meaning } = VERDICT_WORDING[result.verdict];
  const notice = html`<p class="notice"><strong>${STAND_IN_NOTICE}</strong> The stand-in is a MAPI provider that leaks on purpose.
It shows that the instrument works; it says nothing of an Exchange server.</p>
`;
  const partial = html`<p class="notice"><strong>Not complete.</strong> The run ended before every planned cycle was measured.</p>
`;
  const cycles = result.arms.reduce((sum, arm) => sum + arm.cycles, 0);
  const replicates = result.arms.reduce((sum, arm) => sum + arm.replicates, 0);
  return html`<header>
<p class="eyebrow">MAPI heap leak, KB 891509</p>
<div class="verdict ${tone}">
<h1><span class="word">${word}</span><span class="visually-hidden">: </span><span class="reason">${result.reason}</span></h1>
<p class="meaning">${word}: ${meaning}.</p>
</div>
${result.standIn ? notice : nothing}${result.complete ? nothing : partial}<p class="facts">Scenario ${isolate(result.scenario)} · ${formatCounted(cycles, 'cycle')} in ${formatCounted(replicates, 'replicate')} · seed ${plan.seed} · finished ${formatMoment(finishedAt)} after ${formatDuration(durationMs)}</p>
</header>
`;
}

export function warningsSection({ result }: ReportInput): Markup {
  if (result.warnings.length === 0) return nothing;
  return html`<section class="warnings">
<h2>Warnings</h2>
<ul>${result.warnings.map((warning) => html`<li>${warning}</li>`)}</ul>
</section>
`;
}
