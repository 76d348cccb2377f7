import type { HistoryReport, HistorySeries, Night } from '../../harness/contract/history-report.ts';
import { RESOURCES } from '../../harness/contract/resources.ts';
import { trendChartOf } from '../chart/trend-chart.ts';
import { formatAmount, formatCounted, formatDuration, formatMoment } from '../format.ts';
import {
  beginningSentence,
  historyHeadline,
  nightSentence,
  outcomeWording,
  STATUS_WORDING,
  seriesTitle,
  type Track,
  tracksOf,
} from '../history-wording.ts';
import { HTML_REPORT_FILE } from '../report.ts';
import { htmlDocument } from './document.ts';
import { type Fact, factList } from './facts.ts';
import { html, isolate, type Markup, nothing } from './markup.ts';
import { rateText } from './rate-text.ts';
import { TREND_STYLE, trendSvg } from './trend-svg.ts';

/**
 * The history as one page: whether anything changed, then each series with its trends.
 * @param linkBase the way from the page to the folder of the runs, as a link has it: empty, or ending in `/`;
 * null for no links
 */
export function renderHistoryPage(report: HistoryReport, linkBase: string | null): string {
  const { text } = historyHeadline(report);
  return htmlDocument(
    text.replace(/\.$/, ''),
    [
      headPart(report),
      report.series.map((each, at) => seriesPart(each, report.series, at, linkBase)),
      othersPart(report),
      readingPart(report),
    ],
    html`Made by mapileak history from the runs below ${isolate(report.folder)}.`,
    { style: TREND_STYLE },
  );
}

function headPart(report: HistoryReport): Markup {
  const { text, tone } = historyHeadline(report);
  const [word = '', ...rest] = text.split(/(?<=^[^:]*:)\s/);
  const flagged = report.series.flatMap(({ nights }) =>
    nights.flatMap((night) => nightSentence(night) ?? []),
  );
  const runs = report.series.reduce((total, { nights }) => total + nights.length, report.others.length);
  const since = report.since === null ? '' : ` since ${formatMoment(report.since)}`;
  const scenario = report.scenario === null ? '' : ` of ${report.scenario}`;
  const list = html`<ul class="findings">${flagged.map((sentence) => html`<li>${sentence}</li>`)}</ul>
`;
  return html`<header>
<p class="eyebrow">History of runs</p>
<div class="verdict ${tone}">
<h1><span class="word">${word.replace(/:$/, '')}</span><span class="visually-hidden">: </span><span class="reason">${rest.join(' ')}</span></h1>
</div>
${flagged.length === 0 ? nothing : list}<p class="facts">${formatCounted(runs, 'run')}${scenario}${since} · ${formatCounted(report.series.length, 'series', 'series')}</p>
</header>
`;
}

function seriesPart(
  series: HistorySeries,
  all: readonly HistorySeries[],
  at: number,
  linkBase: string | null,
): Markup {
  const tracks = tracksOf(series);
  const beginning = beginningSentence(series);
  const facts: readonly Fact[] = Object.entries(series.like).map(([what, value]) => [what, isolate(value)]);
  return html`<section>
<h2>${seriesTitle(series, all)}</h2>
${beginning === null ? nothing : html`<p class="lead">${beginning}</p>`}
<div class="figures">${tracks.map((track, index) => figure(track, series, `trend-${at}-${index}`))}</div>
<div class="scroll card" tabindex="0" role="region" aria-label="Runs of series ${series.key}, newest first"><table class="nights">
<thead><tr><th scope="col">started</th><th scope="col">run</th><th scope="col">verdict</th>${tracks.map(({ arm, resource }) => html`<th scope="col" class="number">${arm}, ${RESOURCES[resource].label}</th>`)}<th scope="col">compared with those before</th></tr></thead>
<tbody>${series.nights.toReversed().map((night, back) => row(night, series.nights.length - 1 - back, tracks, linkBase))}</tbody>
</table></div>
<details class="card"><summary>What these runs share</summary>${factList(facts)}</details>
</section>
`;
}

function figure(track: Track, series: HistorySeries, id: string): Markup {
  const { label, unit } = RESOURCES[track.resource];
  return html`<figure>
<figcaption><h3>${label}, <span class="arm ${track.arm}">${track.arm}</span></h3><span class="note">margin ${formatAmount(track.margin, unit)}</span></figcaption>
<div class="scroll" tabindex="0">${trendSvg(trendChartOf(track, series), id)}</div>
</figure>
`;
}

function row(night: Night, at: number, tracks: readonly Track[], linkBase: string | null): Markup {
  const { entry, gone, status } = night;
  const outcome = outcomeWording(entry);
  const { tone, word } = STATUS_WORDING[status];
  const rates = tracks.map(({ rates: of, resource }) => {
    const rate = of[at] ?? null;
    return html`<td class="number">${rate === null ? '–' : rateText(rate, RESOURCES[resource].unit)}</td>`;
  });
  const sentence = nightSentence(night);
  const note =
    sentence === null && status === 'not-compared' ? (entry.problem ?? entry.reason ?? null) : sentence;
  const took = entry.durationMs === null ? '' : formatDuration(entry.durationMs);
  return html`<tr>
<th scope="row">${entry.startedAt === null ? 'unknown' : formatMoment(entry.startedAt)}<span class="note">${took}</span></th>
<td class="path">${gone ? html`${isolate(entry.run)} <span class="note">folder gone</span>` : runLink(entry.run, entry.verdict === null ? null : linkBase)}</td>
<td><span class="badge ${outcome.tone}">${outcome.word}</span></td>
${rates}
<td>${tone === null ? word : html`<span class="badge ${tone}">${word}</span>`}${note === null ? nothing : html`<span class="note">${note}</span>`}</td>
</tr>
`;
}

/** A run that was judged has a report in its folder. */
function runLink(run: string, linkBase: string | null): Markup {
  if (linkBase === null) return isolate(run);
  const way = run.split('/').map(encodeURIComponent).join('/');
  return html`<a href="${linkBase}${way}/${HTML_REPORT_FILE}">${isolate(run)}</a>`;
}

function othersPart({ others }: HistoryReport): Markup {
  if (others.length === 0) return nothing;
  return html`<section>
<h2>Runs that cannot be compared</h2>
<div class="card"><ul>${others.map(({ problem, run, state }) => html`<li>${isolate(run)}: ${state}${problem === null ? '' : `, ${problem}`}</li>`)}</ul></div>
</section>
`;
}

function readingPart({ rule }: HistoryReport): Markup {
  return html`<section>
<h2>How to read this</h2>
<ul><li>${rule}</li>
<li>Only like is held against like: runs of one series have the same plan, libraries, bitness, kind of machine and margins.</li>
<li>Each point is the rate of one run with its interval; the shaded band is what counts as no growth. A diamond differs from the runs
before it, and the dashed box beside it is where it was expected.</li>
<li>Three runs in a row that differ are the new level: what comes after is held against those.</li>
<li>That nothing changed is no proof that nothing leaks: the verdict of each run says that.</li></ul>
</section>
`;
}
