import { cycleUnitOf } from '../../harness/contract/attached.ts';
import { RESOURCE_NAMES, RESOURCES } from '../../harness/contract/resources.ts';
import type { ResourceResult, Result } from '../../harness/contract/result.ts';
import { formatAmount, formatCount } from '../format.ts';
import type { ReportInput } from '../report-input.ts';
import { rateCell } from './arms-section.ts';
import { badge } from './badge.ts';
import { html, type Markup, nothing } from './markup.ts';
import { trendsTable } from './trends-table.ts';

/** Every resource that was measured, of every arm and every difference, with the reason for its verdict. */
export function resourcesSection({ plan, result }: ReportInput): Markup {
  const per = `per ${cycleUnitOf(plan)}`;
  const groups = groupsOf(result, per);
  if (groups.length === 0) return nothing;
  return html`<section>
<h2>Every resource</h2>
<details class="card"><summary>Rates, detection limits and reasons</summary>
<div class="scroll" tabindex="0"><table class="resources">
<thead><tr><th scope="col">resource</th><th scope="col">arm</th><th scope="col" class="number">${per}</th><th scope="col" class="number">smallest detectable</th><th scope="col" class="number">samples</th><th scope="col" class="number">cycles</th><th scope="col">verdict</th></tr></thead>
${groups}</table></div>
</details>
${trendsTable(result)}</section>
`;
}

function groupsOf(result: Result, per: string): readonly Markup[] {
  const parts = [
    ...result.arms.map((arm) => ({ label: arm.arm, resources: arm.resources })),
    ...result.differences.map(({ minuend, subtrahend, resources }) => ({
      label: `${minuend} − ${subtrahend}`,
      resources,
    })),
  ];
  return RESOURCE_NAMES.flatMap((resource) => {
    const rows = parts.flatMap(({ label, resources }) => {
      const found = resources[resource];
      return found === undefined || found.verdict === 'unsupported' ? [] : [{ label, found }];
    });
    if (rows.length === 0) return [];
    const head = html`<th scope="rowgroup" rowspan="${rows.length}">${RESOURCES[resource].label}</th>`;
    return [
      html`<tbody>${rows.map(({ label, found }, at) => row(at === 0 ? head : nothing, label, found, per))}</tbody>
`,
    ];
  });
}

function row(head: Markup, label: string, resource: ResourceResult, per: string): Markup {
  const detectable =
    resource.smallestDetectable === null ? '–' : formatAmount(resource.smallestDetectable, resource.unit);
  const window = resource.window
    ? `${formatCount(resource.window.fromCycle)} to ${formatCount(resource.window.toCycle)}`
    : '–';
  return html`<tr>${head}<th scope="row">${label}</th>${rateCell(resource, per)}<td class="number">${detectable}</td><td class="number">${formatCount(resource.samples)}</td><td class="number">${window}</td><td class="judgement">${badge(resource.verdict)}<span class="note">${resource.reason}</span></td></tr>`;
}
