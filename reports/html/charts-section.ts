import { cycleUnitOf } from '../../harness/contract/attached.ts';
import {
  RESOURCE_NAMES,
  RESOURCES,
  type ResourceName,
  type ResourceRole,
} from '../../harness/contract/resources.ts';
import type { Result } from '../../harness/contract/result.ts';
import { type Chart, chartOf } from '../chart/chart.ts';
import { markShape } from '../chart/marks.ts';
import { formatAmount } from '../format.ts';
import type { ReportInput } from '../report-input.ts';
import { chartSvg } from './chart-svg.ts';
import { html, type Markup, nothing } from './markup.ts';
import { readingsTable } from './readings-table.ts';

const ROLE_NOTES: Readonly<Record<ResourceRole, string>> = {
  gate: 'exact, decides the verdict',
  support: 'coarse, can convict but not acquit',
  context: 'context, not judged',
};

/** Points of all charts together that scripts can look closer at: what the file has room for. */
const DETAIL_VERTICES = 90_000;
const MOST_DETAIL_OF_CHART = 8000;

/** One chart for every resource that was sampled, those that decide the verdict first. */
export function chartsOf({ result, series }: ReportInput): readonly Chart[] {
  const detail = Math.min(MOST_DETAIL_OF_CHART, Math.floor(DETAIL_VERTICES / Math.max(1, series.size)));
  return RESOURCE_NAMES.flatMap((resource) => {
    const chart = chartOf(resource, series.get(resource) ?? [], result, detail);
    return chart === null ? [] : [chart];
  });
}

export function chartsSection({ plan, result, series }: ReportInput, charts: readonly Chart[]): Markup {
  if (charts.length === 0) return nothing;
  const figures = charts.map((chart) =>
    figure(chart, result, readingsTable(series.get(chart.resource) ?? [])),
  );
  return html`<section>
<h2>Growth over cycles</h2>
<p class="lead">Each thin line is one replicate, ${plan.attached === undefined ? 'in a fresh process' : 'a process that was watched'}, counted from its own first sample. The broad line is the
fitted rate with its interval, over the cycles it was measured in; the legend gives the rate per ${cycleUnitOf(plan)}.</p>
<div class="figures">${figures}</div>
</section>
`;
}

function figure(chart: Chart, result: Result, readings: Markup): Markup {
  const { label, role, source } = RESOURCES[chart.resource];
  const still = chart.lines.every(({ points }) => points.every(({ y }) => y === 0));
  return html`<figure id="figure-${chart.resource}">
<figcaption><h3>${label}</h3><span class="note">${ROLE_NOTES[role]}${still ? '; did not change' : ''}</span></figcaption>
<ul class="legend">${chart.arms.map((arm) => legendEntry(arm, chart.resource, result))}</ul>
<div class="drawing">${chartSvg(chart)}</div>
<details><summary>Numbers of this chart</summary><p class="note">Source: ${source}.</p>${readings}</details>
</figure>
`;
}

function legendEntry(arm: Chart['arms'][number], resource: ResourceName, result: Result): Markup {
  const found = result.arms.find((each) => each.arm === arm)?.resources[resource];
  const rate = found?.perCycle ? formatAmount(found.perCycle.estimate, found.unit) : 'no rate';
  const sample = html`<svg class="sample" viewBox="0 0 36 12" width="36" height="12" aria-hidden="true"><path class="line ${arm}" d="M1 6H35"/><path class="mark ${arm}" d="${markShape(arm, 18, 6)}"/></svg>`;
  return html`<li data-arm="${arm}">${sample}<b>${arm}</b> <span class="note">${rate}</span></li>`;
}
