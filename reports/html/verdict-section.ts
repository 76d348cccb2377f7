import type { Result } from '../../harness/contract/result.ts';
import { firstSeenSentence } from '../flag-effect.ts';
import { formatCounted, formatDuration, formatMoment } from '../format.ts';
import { growthSentence, leftBehindShown } from '../growth-kinds.ts';
import type { ReportInput } from '../report-input.ts';
import { selfTestDoubt } from '../self-test.ts';
import { asSentence, soakGoesOn } from '../soak-goes-on.ts';
import { STAND_IN_NOTICE, VERDICT_WORDING } from '../wording.ts';
import { html, isolate, type Markup, nothing } from './markup.ts';

/** What a reader who looks for ten seconds must have seen. */
export function verdictSection(input: ReportInput): Markup {
  const { plan, result, finishedAt, durationMs } = input;
  const { word, tone, meaning } = VERDICT_WORDING[result.verdict];
  const notice = html`<p class="notice"><strong>${STAND_IN_NOTICE}</strong> The stand-in is a MAPI provider that leaks on purpose.
It shows that the instrument works; it says nothing of an Exchange server.</p>
`;
  const goesOn = soakGoesOn(input);
  const partial =
    goesOn === null
      ? html`<p class="notice"><strong>Not complete.</strong> The run ended before every planned cycle was measured.</p>
`
      : html`<p class="notice"><strong>A checkpoint.</strong> ${asSentence(goesOn)}</p>
`;
  const cycles = result.arms.reduce((sum, arm) => sum + arm.cycles, 0);
  const replicates = result.arms.reduce((sum, arm) => sum + arm.replicates, 0);
  return html`<header>
<p class="eyebrow">MAPI heap leak, KB 891509</p>
<div class="verdict ${tone}">
<h1><span class="word">${word}</span><span class="visually-hidden">: </span><span class="reason">${result.reason}</span></h1>
<p class="meaning">${word}: ${meaning}.</p>
</div>
${selfTestNotice(result)}${result.standIn ? notice : nothing}${result.complete ? nothing : partial}${findings(result)}<p class="facts">Scenario ${isolate(result.scenario)} · ${formatCounted(cycles, 'cycle')} in ${formatCounted(replicates, 'replicate')}${plan.attached === undefined ? ` · seed ${plan.seed}` : ''} · ${goesOn === null ? `finished ${formatMoment(finishedAt)} after` : `as of ${formatMoment(finishedAt)}, after`} ${formatDuration(durationMs)}${result.selfTest.outcome === 'passed' ? ' · self-test passed' : ''}</p>
</header>
`;
}

function selfTestNotice({ selfTest }: Result): Markup {
  const doubt = selfTestDoubt(selfTest);
  if (doubt === null) return nothing;
  const tone = selfTest.outcome === 'failed' ? 'notice bad' : 'notice';
  return html`<p class="${tone}"><strong>${doubt.start}</strong> ${doubt.rest}.</p>
`;
}

/** What the flag changed first, with what it grows, and what every logon leaves behind. */
function findings({ arms, differences }: Result): Markup {
  const sentences = [
    ...differences.flatMap((difference) => firstSeenSentence(difference) ?? []),
    ...arms.flatMap(({ arm, kinds }) => kinds.map((kind) => growthSentence(arm, kind))),
    ...arms.flatMap((arm) => {
      const blocks = leftBehindShown(arm);
      return blocks.length === 0 ? [] : `Left behind by every logon with ${arm.arm}: ${blocks.join('; ')}`;
    }),
  ];
  if (sentences.length === 0) return nothing;
  return html`<ul class="findings">${sentences.map((sentence) => html`<li>${sentence}</li>`)}</ul>
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
