import { cycleUnitOf } from '../../harness/contract/attached.ts';
import { RESOURCES, type ResourceName } from '../../harness/contract/resources.ts';
import type { ArmResult, Difference, ResourceResult } from '../../harness/contract/result.ts';
import { formatCount, formatCounted, formatShare } from '../format.ts';
import { headlineResources } from '../headline-resources.ts';
import { marginWording } from '../margin-wording.ts';
import type { ReportInput } from '../report-input.ts';
import { flagWording, PART_VERDICT_WORDING } from '../wording.ts';
import { badge } from './badge.ts';
import { html, type Markup, nothing } from './markup.ts';
import { rateText } from './rate-text.ts';

/** What each arm grew by per logon, and what the flag changes. */
export function armsSection({ plan, result }: ReportInput): Markup {
  const resources = headlineResources(result);
  const heads = resources.map(
    (resource) => html`<th scope="col" class="number">${RESOURCES[resource].label}</th>`,
  );
  const differences = result.differences.map((difference) => differenceRow(difference, resources));
  const control = plan.control
    ? ' The rate of the control arm is already subtracted.'
    : plan.attached === undefined
      ? ' There was no control arm.'
      : ' The program was watched from outside.';
  return html`<section>
<h2>Growth per ${cycleUnitOf(plan)}</h2>
<p class="lead">Estimate and ${formatShare(plan.confidence)} interval.${control} A growth of up to
${marginWording(plan.margin, cycleUnitOf(plan))} passes as no leak.</p>
<div class="scroll" tabindex="0"><table class="rates">
<thead><tr><th scope="col">arm</th>${heads}<th scope="col" class="number">cycles</th><th scope="col" class="number">failed</th><th scope="col">verdict</th></tr></thead>
<tbody>${result.arms.map((arm) => armRow(arm, resources, plan.attached === undefined))}</tbody>
${
  differences.length === 0
    ? nothing
    : html`<tbody class="differences">${differences}</tbody>
`
}</table></div>
</section>
`;
}

/** @param knowsFailures whether anybody told of failed cycles */
function armRow(arm: ArmResult, resources: readonly ResourceName[], knowsFailures: boolean): Markup {
  const replicates = `in ${formatCounted(arm.replicates, 'replicate')}${batchesText(arm)}`;
  return html`<tr>
<th scope="row"><span class="arm ${arm.arm}">${arm.arm}</span><span class="note">${flagWording(arm.arm)}</span></th>
${resources.map((resource) => rateCell(arm.resources[resource], RESOURCES[resource].label))}
<td class="number" data-label="cycles">${formatCount(arm.cycles)}<span class="note">${replicates}</span></td>
<td class="number" data-label="failed">${knowsFailures ? formatCount(arm.failures.total) : '–'}</td>
<td class="judgement">${badge(arm.verdict)}<span class="note">${arm.reason}</span></td>
</tr>
`;
}

/** `, judged as 35 batches of 2`: neighbours of a long soak count as one. */
function batchesText({ batches }: ArmResult): string {
  if (batches === undefined) return '';
  const { count, replicatesEach, waiting } = batches;
  const more = waiting === 0 ? '' : `; ${formatCount(waiting)} more wait for their batch`;
  return `, judged as ${formatCount(count)} batches of ${formatCount(replicatesEach)}${more}`;
}

function differenceRow(difference: Difference, resources: readonly ResourceName[]): Markup {
  return html`<tr>
<th scope="row">${difference.minuend} − ${difference.subtrahend}<span class="note">what the flag changes</span></th>
${resources.map((resource) => rateCell(difference.resources[resource], RESOURCES[resource].label))}
<td colspan="3"></td>
</tr>
`;
}

/** A table cell with a rate and its interval, or why there is none. Narrow screens show the label beside it. */
export function rateCell(resource: ResourceResult | undefined, label: string): Markup {
  return html`<td class="number" data-label="${label}">${resource === undefined ? '–' : rateOf(resource)}</td>`;
}

function rateOf({ perCycle, unit, verdict }: ResourceResult): Markup {
  if (perCycle === null) return html`<span class="note">${PART_VERDICT_WORDING[verdict].word}</span>`;
  return rateText(perCycle, unit);
}
