import { formatCounted, formatMoment, formatRate } from '../../../reports/format.ts';
import { html, isolate, type Markup, nothing } from '../../../reports/html/markup.ts';
import { type Tone, VERDICT_WORDING } from '../../../reports/wording.ts';
import type { HistoryEntry } from '../../contract/history.ts';
import { type RunPath, runAddress } from '../http/routes.ts';
import { statusTone, statusWord } from '../live/cells.ts';
import type { ListedRun, Listing } from '../runs/run-list.ts';
import { shell } from './shell.ts';

/** Without scripts the list is made anew so often. */
const REFRESH_SECONDS = 30;

/**
 * All runs of a folder, the newest first.
 * @param folder as the user named it
 */
export function listPage({ leftOut, runs }: Listing, folder: string): string {
  return shell(
    { title: 'Runs', script: 'list-page', isList: true, refreshSeconds: REFRESH_SECONDS },
    html`<h1 class="title">Runs</h1>
<p class="lead">In <span class="path">${isolate(folder)}</span>, the newest first.</p>
<p class="visually-hidden" role="status" aria-live="polite" data-announce=""></p>
<div data-list="">${runs.length === 0 ? EMPTY : table(runs, runs.length > 1)}${leftOut === 0 ? nothing : leftOutNote(leftOut)}</div>
`,
  );
}

const EMPTY = html`<p class="notice">There is no run in it yet: <code>mapileak compare</code> makes one. This page shows it as soon as it begins.</p>
`;

const leftOutNote = (count: number): Markup =>
  html`<p class="note">${formatCounted(count, 'run folder')} not shown: a link that leads out of this folder, or a name that is not plain on every system (such as one with a colon).</p>
`;

function table(runs: readonly ListedRun[], canDiff: boolean): Markup {
  const pick = html`<th scope="col" class="pick">diff</th>`;
  const rows = html`<div class="scroll" tabindex="0" role="group" aria-label="Table of runs"><table class="rates runs">
<thead><tr>${canDiff ? pick : nothing}<th scope="col">run</th><th scope="col">started</th><th scope="col">growth</th><th scope="col">verdict</th><th scope="col">report</th></tr></thead>
<tbody>${runs.map((run) => row(run, canDiff))}</tbody>
</table></div>
`;
  if (!canDiff) return rows;
  return html`<form action="/diff" method="get">
${rows}<p class="actions"><button type="submit">Compare two runs</button> <span class="note">Check two of them first.</span></p>
</form>
`;
}

function row({ entry, hasReport, path, status }: ListedRun, canDiff: boolean): Markup {
  const name = path.join('/');
  const address = runAddress(path);
  const pick = html`<td class="pick" data-label="diff"><input type="checkbox" name="run" value="${name}" aria-label="Compare ${name}"/></td>
`;
  return html`<tr data-run="${name}">
${canDiff ? pick : nothing}<th scope="row">${claims(path)}<a href="${address}">${isolate(path.at(-1) ?? '')}</a>${entry.scenario === null ? nothing : html`<span class="note">${isolate(entry.scenario)}${entry.standIn === true ? ', stand-in' : ''}</span>`}</th>
<td data-label="started">${entry.startedAt === null ? '–' : formatMoment(entry.startedAt)}</td>
<td data-label="growth">${growth(entry)}</td>
<td class="judgement">${verdictBadge(entry, status)}<span class="note reason">${entry.reason ?? entry.problem ?? ''}</span></td>
<td data-label="report">${hasReport ? html`<a href="${address}report.html" aria-label="Report of ${name}">report</a>` : '–'}</td>
</tr>
`;
}

/** Experiments of `mapileak kb891509` lie in a folder that has a report of its own. */
const claims = (path: RunPath): Markup =>
  path.length < 2
    ? nothing
    : html`<a href="${runAddress(path.slice(0, 1))}">${isolate(path[0] ?? '')}</a> / `;

function verdictBadge({ problem, state, verdict }: HistoryEntry, status: ListedRun['status']): Markup {
  if (state === 'broken') return badge('cannot be read', 'open');
  if (status === 'running' || status === 'judging')
    return html`<span class="badge beat" data-tone="">${statusWord(status)}</span>`;
  const judged =
    verdict === null ? nothing : badge(VERDICT_WORDING[verdict].word, VERDICT_WORDING[verdict].tone);
  const open = status === 'unfinished' || verdict === null || problem !== null;
  const standing = status === 'finished' && verdict === null ? 'finished, not judged' : statusWord(status);
  return html`${judged}${judged === nothing ? nothing : ' '}${open ? badge(standing, statusTone('unfinished')) : nothing}`;
}

const badge = (word: string, tone: Tone | ''): Markup =>
  html`<span class="badge" data-tone="${tone}">${word}</span>`;

/** What bytes of heaps, seen from outside private bytes, or else heaps grew by in each arm under test. */
function growth({ arms, cycleUnit }: HistoryEntry): Markup {
  const tested = arms.filter(({ arm }) => arm !== 'control' && arm !== 'planted');
  const lines = tested.flatMap(({ arm, resources }) => {
    const found = resources.heapBytes ?? resources.privateBytes ?? resources.heaps;
    if (found?.perCycle == null) return [];
    const { estimate, interval } = formatRate(found.perCycle, found.unit);
    const unit = found.unit === 'count' ? ' heaps' : '';
    return [
      html`<span class="growth"><span class="arm ${arm}">${arm}</span> ${estimate}${unit} <span class="interval-text">${interval}</span> per ${cycleUnit}</span>`,
    ];
  });
  return lines.length === 0 ? html`–` : html`${lines}`;
}
