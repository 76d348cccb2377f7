import type { ArmResult, GrowthKind } from '../../harness/contract/result.ts';
import { KINDS, type Kind } from '../../harness/contract/result.ts';
import { KIND_WORDING, rateOfKind } from '../growth-kinds.ts';
import type { ReportInput } from '../report-input.ts';
import { resourceLabel, resourceUnit } from '../resource-label.ts';
import { html, type Markup, nothing } from './markup.ts';
import { rateText } from './rate-text.ts';

/** With what each arm grows, and the blocks that every logon leaves behind; nothing where neither was found. */
export function growthKindsSection({ result }: ReportInput): Markup {
  const explained = result.arms.filter(({ kinds }) => kinds.length > 0);
  const leaving = result.arms.filter(({ leftBehind }) => leftBehind.length > 0);
  if (explained.length === 0 && leaving.length === 0) return nothing;
  return html`<section>
<h2>With what it grows</h2>
${explained.length === 0 ? nothing : kindsTable(explained)}${leaving.map(leftBehindList)}</section>
`;
}

function kindsTable(arms: readonly ArmResult[]): Markup {
  const heads = KINDS.map((kind) => html`<th scope="col" class="number">${KIND_WORDING[kind]}</th>`);
  const groups = arms.flatMap((arm) => arm.kinds.map((growth) => growthRows(arm, growth)));
  return html`<p class="lead">The same processes ran on after the rates above were measured: over the mailboxes again, then one mailbox again and
again, then no logon at all. What differs between these phases is what the growth comes with; bold where it matters. A dash:
that phase was not run, or not sampled.</p>
<div class="scroll" tabindex="0"><table class="rates kinds">
<thead><tr><th scope="col">arm</th>${heads}</tr></thead>
${groups}</table></div>
`;
}

function growthRows({ arm }: ArmResult, growth: GrowthKind): Markup {
  const { resource, sentence } = growth;
  return html`<tbody><tr>
<th scope="row"><span class="arm ${arm}">${arm}</span><span class="note">${resourceLabel(resource)}</span></th>
${KINDS.map((kind) => kindCell(growth, kind))}
</tr>
<tr class="sentence"><td colspan="${KINDS.length + 1}">${sentence}</td></tr></tbody>
`;
}

function kindCell(growth: GrowthKind, kind: Kind): Markup {
  const rate = rateOfKind(growth, kind);
  const shown =
    rate === null ? '–' : rateText(rate, resourceUnit(growth.resource), growth.kinds.includes(kind));
  return html`<td class="number" data-label="${KIND_WORDING[kind]}">${shown}</td>`;
}

function leftBehindList({ arm, leftBehind }: ArmResult): Markup {
  return html`<div class="card left-behind">
<h3><span class="arm ${arm}">${arm}</span>: left behind by every logon</h3>
<ul>${leftBehind.map(({ sentence }) => html`<li>${sentence}</li>`)}</ul>
<p class="note">Blocks of one size that are still there after every logon, proven over blocks of 7 and of 11 cycles in every replicate.</p>
</div>
`;
}
