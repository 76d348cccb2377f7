import { chartOf } from '../../../reports/chart/chart.ts';
import { markShape } from '../../../reports/chart/marks.ts';
import { formatCount, formatMoment } from '../../../reports/format.ts';
import { attachedFacts } from '../../../reports/html/attached-facts.ts';
import { chartSvg } from '../../../reports/html/chart-svg.ts';
import { type Fact, factList } from '../../../reports/html/facts.ts';
import { html, isolate, type Markup, nothing } from '../../../reports/html/markup.ts';
import { flagWording, STAND_IN_NOTICE } from '../../../reports/wording.ts';
import type { ArmName } from '../../contract/arms.ts';
import { cycleUnitOf } from '../../contract/attached.ts';
import type { Plan } from '../../contract/plan.ts';
import { RESOURCES, type ResourceName } from '../../contract/resources.ts';
import type { RunPath } from '../http/routes.ts';
import { armsOf, columnsOf, liveStateOf } from '../live/cells.ts';
import { drawnOf } from '../live/growth-lines.ts';
import type { LiveState } from '../live/message.ts';
import type { RunView } from '../live/view.ts';
import { shell } from './shell.ts';

/** Without scripts a run that goes on is shown anew so often. */
const REFRESH_SECONDS = 10;

/** The page of one run: as it stands now, and where scripts run, as it goes on. */
export function runPage(run: RunPath, view: RunView): string {
  const state = liveStateOf(view);
  return shell(
    {
      title: run.join(' / '),
      script: 'run-page',
      hasCharts: true,
      ...(state.isLive ? { refreshSeconds: REFRESH_SECONDS } : {}),
    },
    [header(run, view, state), armsSection(view, state), chartsSection(view), planSection(view, state)],
  );
}

/** An element whose text is kept up to date. */
function cell(state: LiveState, name: string, className = ''): Markup {
  return html`<span class="${className}" data-cell="${name}">${state.cells[name] ?? ''}</span>`;
}

function badge(state: LiveState, name: string): Markup {
  return html`<span class="badge" data-cell="${name}" data-tone="${state.tones[name] ?? ''}">${state.cells[name] ?? ''}</span>`;
}

/** A part that is shown only while the state says so. */
function part(state: LiveState, name: string, content: Markup): Markup {
  const hidden = state.parts.includes(name) ? nothing : html` hidden=""`;
  return html`<div data-part="${name}"${hidden}>${content}</div>
`;
}

function header(run: RunPath, view: RunView, state: LiveState): Markup {
  const standIn = view.result?.standIn ?? view.plan.mapi.kind === 'stand-in';
  return html`<header>
<div class="head"><h1 class="title">${isolate(run.join(' / '))}</h1> ${badge(state, 'status')}</div>
<p class="facts">${isolate(view.plan.scenario.name)} · started ${formatMoment(view.course.startedAt ?? view.plan.createdAt)}</p>
${part(state, 'live', html`<p class="note beat" data-connection="" data-live="yes">Followed live.</p>`)}<p class="visually-hidden" role="status" aria-live="polite" data-announce="">${state.announcement}</p>
${part(state, 'note', html`<p class="notice">${cell(state, 'note')}</p>`)}<div class="verdict" data-cell-tone="verdict" data-tone="${state.tones['verdict'] ?? ''}">
<h2><span class="word">${cell(state, 'verdict')}</span><span class="visually-hidden">: </span><span class="reason">${cell(state, 'reason')}</span></h2>
${part(state, 'so-far', html`<p class="meaning">So far, from the samples that are there; what holds is what it says when it ends.</p>`)}${part(state, 'partial', html`<p class="meaning">Judged just now from what was measured; <code>mapileak analyse</code> writes it down, with a report.</p>`)}</div>
${standIn ? html`<p class="notice"><strong>${STAND_IN_NOTICE}</strong></p>` : nothing}
<ul class="links">
<li data-part="report"${state.parts.includes('report') ? nothing : html` hidden=""`}><a class="main" href="report.html">Open the report</a></li>
<li data-part="result"${state.parts.includes('result') ? nothing : html` hidden=""`}><a href="result.json">result.json</a></li>
<li><a href="series.json">samples, thinned, as JSON</a></li>
</ul>
</header>
`;
}

function armsSection({ plan }: RunView, state: LiveState): Markup {
  const columns = columnsOf(plan);
  const heads = columns.map(
    (resource) => html`<th scope="col" class="number">${RESOURCES[resource].label}</th>`,
  );
  return html`<section>
<h2>Growth per ${cycleUnitOf(plan)}</h2>
<p class="lead">Estimate and interval as of the last look at the samples${plan.control ? ', the rate of the control arm subtracted' : ''}.</p>
<div class="scroll" tabindex="0" role="group" aria-label="Table of arms"><table class="rates">
<thead><tr><th scope="col">arm</th>${heads}<th scope="col" class="number">cycles</th><th scope="col" class="number">rate</th><th scope="col" class="number">failed</th><th scope="col">verdict</th></tr></thead>
<tbody>${armsOf(plan).map((arm) => armRow(arm, columns, state))}</tbody>
</table></div>
</section>
`;
}

function armRow(arm: ArmName, columns: readonly ResourceName[], state: LiveState): Markup {
  const of = (name: string): string => `${arm}.${name}`;
  const growth = columns.map(
    (resource) =>
      html`<td class="number" data-label="${RESOURCES[resource].label}"><b>${cell(state, of(resource))}</b>${cell(state, of(`${resource}.interval`), 'interval-text')}</td>`,
  );
  return html`<tr>
<th scope="row"><span class="arm ${arm}">${arm}</span><span class="note">${arm === 'planted' ? 'self-test' : flagWording(arm)}</span></th>
${growth}
<td class="number" data-label="cycles">${cell(state, of('cycles'))}${cell(state, of('replicates'), 'note')}</td>
<td class="number" data-label="rate">${cell(state, of('rate'))}</td>
<td class="number" data-label="failed">${cell(state, of('failed'))}</td>
<td class="judgement">${badge(state, of('verdict'))}${cell(state, of('reason'), 'note')}</td>
</tr>
`;
}

function chartsSection(view: RunView): Markup {
  const drawn = armsOf(view.plan).filter((arm) => arm !== 'planted');
  return html`<section>
<h2>Growth over cycles</h2>
<p class="lead">Each line is one replicate, ${view.plan.attached === undefined ? 'in a fresh process, ' : ''}counted from its own first sample. The numbers are in the table above.</p>
<ul class="legend">${drawn.map(legendEntry)}</ul>
<div class="figures">${drawnOf(view.plan).map((resource) => figure(resource, view))}</div>
</section>
`;
}

function legendEntry(arm: ArmName): Markup {
  return html`<li><svg class="sample" viewBox="0 0 36 12" width="36" height="12" aria-hidden="true"><path class="line ${arm}" d="M1 6H35"/><path class="mark ${arm}" d="${markShape(arm, 18, 6)}"/></svg><b>${arm}</b></li>`;
}

/** With scripts the chart is drawn live; without, it is the report's. */
function figure(resource: ResourceName, { collected, result }: RunView): Markup {
  const series = collected.series.get(resource) ?? [];
  const chart = result === null ? null : chartOf(resource, series, result);
  const still = chart === null ? html`<p class="note">Not sampled twice yet.</p>` : chartSvg(chart);
  const { label } = RESOURCES[resource];
  return html`<figure data-figure="${resource}">
<figcaption><h3>${label}</h3></figcaption>
<noscript><div class="scroll">${still}</div></noscript>
<div class="plot" data-plot="${resource}" data-label="${label}" role="img" aria-label="${label}: nothing drawn yet"></div>
<p class="readout" data-readout="${resource}" aria-hidden="true"></p>
</figure>
`;
}

function planSection({ plan }: RunView, state: LiveState): Markup {
  return html`<section>
<h2>The run</h2>
<div class="card">${factList([
    ['Duration', cell(state, 'elapsed')],
    ['Time left', cell(state, 'left')],
    ['Cycles so far', cell(state, 'cycles')],
    ['Rate', cell(state, 'rate')],
    ['Replicates begun', cell(state, 'replicates')],
    [plan.attached === undefined ? 'Session hosts' : 'Processes', cell(state, 'hosts')],
    ['Now', cell(state, 'phase')],
    ['Command', isolate(plan.command)],
    ...plannedFacts(plan),
  ])}</div>
</section>
`;
}

function plannedFacts(plan: Plan): readonly Fact[] {
  if (plan.attached !== undefined) return attachedFacts(plan, plan.attached);
  return [
    ['Impersonation', plan.impersonation],
    ['Mailboxes', formatCount(plan.mailboxes.count)],
    ['Layout', plan.layout],
    ['Seed', String(plan.seed)],
  ];
}
