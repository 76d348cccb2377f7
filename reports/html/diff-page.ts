import { mustMatch } from '../../harness/contract/comparability.ts';
import { RESOURCE_NAMES, RESOURCES, type ResourceName } from '../../harness/contract/resources.ts';
import type { DiffArm, DiffCondition, DiffResource, RunDiff } from '../../harness/contract/run-diff.ts';
import { type Overlay, overlayOf, type RunName } from '../chart/overlay.ts';
import type { DiffReportInput } from '../diff-input.ts';
import {
  DIFF_PART_WORDING,
  DIFF_VERDICT_WORDING,
  diffCycleUnit,
  diffResourcesShown,
  runWording,
  standInWording,
} from '../diff-wording.ts';
import { formatAmount, formatShare } from '../format.ts';
import { htmlDocument } from './document.ts';
import { html, isolate, type Markup, nothing } from './markup.ts';
import { OVERLAY_STYLE, overlaySvg, runMark } from './overlay-svg.ts';
import { rateText } from './rate-text.ts';

/** Two runs on one page: the verdict, what they do not share, every difference, and the charts of both. */
export function renderDiffPage(input: DiffReportInput): string {
  const { diff } = input;
  const { word } = DIFF_VERDICT_WORDING[diff.verdict];
  return htmlDocument(
    `${word}: two runs compared`,
    [
      verdictPart(diff),
      warningsPart(diff),
      conditionsPart(diff),
      differencesPart(input),
      chartsPart(input),
      readingPart(input),
    ],
    `Made by mapileak diff from the run folders ${diff.a.run} and ${diff.b.run}.`,
    { style: OVERLAY_STYLE },
  );
}

function verdictPart(diff: RunDiff): Markup {
  const { meaning, tone, word } = DIFF_VERDICT_WORDING[diff.verdict];
  const standIn = standInWording(diff);
  const unlike = html`<p class="notice"><strong>The runs are not alike.</strong> They were compared all the same: see below in what they differ.</p>
`;
  return html`<header>
<p class="eyebrow">Two runs compared, B minus A</p>
<div class="verdict ${tone}">
<h1><span class="word">${word}</span><span class="visually-hidden">: </span><span class="reason">${diff.reason}</span></h1>
<p class="meaning">${word}: ${meaning}.</p>
</div>
${diff.comparable ? nothing : unlike}${standIn === null ? nothing : html`<p class="notice">${standIn}</p>`}
<ul class="findings"><li><b>A</b> ${isolate(runWording(diff.a))}</li><li><b>B</b> ${isolate(runWording(diff.b))}</li></ul>
</header>
`;
}

function warningsPart({ warnings }: RunDiff): Markup {
  if (warnings.length === 0) return nothing;
  return html`<section class="warnings">
<h2>Warnings</h2>
<ul>${warnings.map((warning) => html`<li>${warning}</li>`)}</ul>
</section>
`;
}

function conditionsPart({ conditions }: RunDiff): Markup {
  if (conditions.length === 0) {
    return html`<section><h2>What the runs do not share</h2><p>Nothing that was recorded.</p></section>
`;
  }
  const sorted = [...conditions.filter(mustMatch), ...conditions.filter((each) => !mustMatch(each))];
  return html`<section>
<h2>What the runs do not share</h2>
<div class="scroll card" tabindex="0" role="region" aria-label="What the runs do not share"><table>
<thead><tr><th scope="col">what</th><th scope="col">A</th><th scope="col">B</th><th scope="col">matters</th></tr></thead>
<tbody>${sorted.map(conditionRow)}</tbody>
</table></div>
</section>
`;
}

function conditionRow(condition: DiffCondition): Markup {
  const { a, b, what } = condition;
  const matters = mustMatch(condition) ? html`<b>yes</b>: only --force compares them` : 'named only';
  return html`<tr><th scope="row">${isolate(what)}</th><td>${isolate(a ?? 'none')}</td><td>${isolate(b ?? 'none')}</td><td>${matters}</td></tr>
`;
}

function differencesPart({ a, b, diff }: DiffReportInput): Markup {
  const confidence = formatShare(Math.min(a.plan.confidence, b.plan.confidence));
  const subtracted =
    a.plan.control && b.plan.control
      ? 'Of each run, the control arm is subtracted.'
      : 'No control arm is subtracted.';
  const basis = diff.basis === 'samples' ? '' : ' From the results alone: the samples of a run are gone.';
  return html`<section>
<h2>Growth per ${diffCycleUnit(diff)}</h2>
<p class="lead">Estimate and ${confidence} interval. ${subtracted}${basis}</p>
<div class="scroll" tabindex="0" role="region" aria-label="Growth of both runs"><table class="rates">
<thead><tr><th scope="col">arm</th><th scope="col">resource</th><th scope="col" class="number">A</th><th scope="col" class="number">B</th><th scope="col" class="number">B − A</th><th scope="col">verdict</th></tr></thead>
${diff.arms.map((arm) => armRows(arm, diff))}</table></div>
</section>
`;
}

function armRows(arm: DiffArm, diff: RunDiff): Markup {
  const shown = diffResourcesShown(arm, diff);
  const rows = shown.flatMap((resource, at) => {
    const found = arm.resources[resource];
    return found === undefined ? [] : [row(arm, resource, found, at === 0)];
  });
  return rows.length === 0
    ? nothing
    : html`<tbody>${rows}</tbody>
`;
}

function row({ arm }: DiffArm, resource: ResourceName, found: DiffResource, isFirst: boolean): Markup {
  const { tone, word } = DIFF_PART_WORDING[found.verdict];
  const cell = (rate: DiffResource['difference'], label: string): Markup =>
    html`<td class="number" data-label="${label}">${rate === null ? '–' : rateText(rate, found.unit)}</td>`;
  return html`<tr>
<th scope="row">${isFirst ? html`<span class="arm ${arm}">${arm}</span>` : html`<span class="visually-hidden">${arm}</span>`}</th>
<td>${RESOURCES[resource].label}</td>
${cell(found.a, 'A')}${cell(found.b, 'B')}${cell(found.difference, 'B − A')}
<td class="judgement"><span class="badge ${tone}">${word}</span><span class="note">${found.reason}</span></td>
</tr>
`;
}

function chartsPart({ a, b, diff }: DiffReportInput): Markup {
  const figures = RESOURCE_NAMES.flatMap((resource) =>
    diff.arms.flatMap(({ arm, resources }) => {
      const overlay = overlayOf(resource, arm, a, b);
      return overlay === null ? [] : [figure(overlay, resources[resource])];
    }),
  );
  if (figures.length === 0) return nothing;
  return html`<section>
<h2>Both runs over cycles</h2>
<p class="lead">Each thin line is one replicate, counted from its own first sample: dashed with open circles in run A, solid with
squares in run B. The broad line is the fitted rate with its interval, over the cycles it was measured in.</p>
<div class="figures">${figures}</div>
</section>
`;
}

function figure(overlay: Overlay, found: DiffResource | undefined): Markup {
  const { arm, resource } = overlay;
  const { label, unit } = RESOURCES[resource];
  const legend = (run: RunName, rate: DiffResource['a']): Markup =>
    html`<li><svg class="sample" viewBox="0 0 36 12" width="36" height="12" aria-hidden="true"><path class="line run-${run}" d="M1 6H35"/><path class="mark run-${run}" d="${runMark(run, 18, 6)}"/></svg><b>${run.toUpperCase()}</b> <span class="note">${rate === null ? 'no rate' : formatAmount(rate.estimate, unit)}</span></li>`;
  return html`<figure>
<figcaption><h3>${label}, ${arm}</h3>${found === undefined ? nothing : html`<span class="note">${DIFF_PART_WORDING[found.verdict].word}</span>`}</figcaption>
<ul class="legend">${legend('a', found?.a ?? null)}${legend('b', found?.b ?? null)}</ul>
<div class="scroll" tabindex="0">${overlaySvg(overlay)}</div>
</figure>
`;
}

/** Of programs that are seen from outside: by what they are compared, and what that cannot show. */
const OUTSIDE = html`<li>A program that was watched from outside is compared by the stretches of its own history, even a single process:
the interval is about these processes alone. That there is no difference is never proven from outside.</li>
`;

function readingPart({ a, b, diff: { basis } }: DiffReportInput): Markup {
  const isOutside = [a, b].some(({ plan }) => plan.attached !== undefined);
  const how =
    basis === 'samples'
      ? html`<li>Each process of each run has a slope of its own. The means of the two runs are compared by Welch's t test, with the control arm of each
run subtracted and its error added; both runs are taken as of the last cycle that both came to.</li>`
      : html`<li>The intervals of the two results were put together, each side by itself. With samples in both folders, the slopes of
the processes would have been compared.</li>`;
  return html`<section>
<h2>How to read this</h2>
<ul>${how}
${isOutside ? OUTSIDE : nothing}<li><b>Less</b> and <b>more</b> are of B compared with A: beyond chance, beyond the margin, and evenly over all stretches.</li>
<li><b>No difference</b> means that the whole interval, and what rare lumps could hide, is within the margin to either side.</li>
<li>What else changed between the runs than what you meant to change, no statistics can know: look at what the runs do not share.</li></ul>
</section>
`;
}
