import type { ClaimResult, ExperimentResult } from '../../harness/contract/claims.ts';
import type { ClaimsReportInput } from '../claims-input.ts';
import { CLAIM_VERDICT_WORDING, claimsSummary, claimsTone } from '../claims-wording.ts';
import { formatMoment } from '../format.ts';
import { HTML_REPORT_FILE } from '../report.ts';
import { standInNotice, VERDICT_WORDING } from '../wording.ts';
import { htmlDocument } from './document.ts';
import { type Fact, factList } from './facts.ts';
import { html, isolate, type Markup, nothing } from './markup.ts';

/** What was claimed and what was found, one card a claim, with the runs that it rests on. */
export function claimsHtml({ result }: ClaimsReportInput): string {
  const { claims, createdAt, experiments, standIn, standInDials, warnings } = result;
  const notice = html`<p class="notice"><strong>${standInNotice(standInDials)}</strong> The stand-in leaks on purpose, as the articles say that
Exchange does. It shows that the program tells these cases apart; it says nothing of an Exchange server.</p>
`;
  const body = html`<header>
<p class="eyebrow">What KB 891509 claims</p>
<div class="verdict ${claimsTone(claims)}">
<h1><span class="word">${claimsSummary(claims)}</span></h1>
</div>
${standIn === true ? notice : nothing}<p class="facts">Started ${formatMoment(createdAt)}</p>
</header>
<section>
<h2>Claims</h2>
<div class="claims">${claims.map(claimCard)}</div>
</section>
${experiments.length === 0 ? nothing : experimentsSection(experiments)}${warningsList(warnings)}`;
  return htmlDocument(claimsSummary(claims), body, 'Made from claims.json, and the run folders beside it.');
}

function claimCard({ claim, confirmedBy, observed, runs, source, statement, verdict }: ClaimResult): Markup {
  const { tone, word } = CLAIM_VERDICT_WORDING[verdict];
  const facts: readonly Fact[] = [
    ['Confirmed by', confirmedBy],
    [verdict === 'not-tested' ? 'Not tested' : 'Observed', observed],
    ['Source', source],
    ...(runs.length === 0 ? [] : [['Runs', runs.map(runLink)] as const]),
  ];
  return html`<article class="card claim ${tone}">
<h3><span class="badge ${tone}">${word}</span> ${statement} <span class="note">${claim}</span></h3>
${factList(facts)}</article>
`;
}

/** Folders have the names of experiments: no character in them needs escaping in a URL. */
function runLink(folder: string): Markup {
  return html`<a href="${folder}/${HTML_REPORT_FILE}">${folder}</a> `;
}

function experimentsSection(experiments: readonly ExperimentResult[]): Markup {
  return html`<section>
<h2>Runs</h2>
<div class="scroll card" tabindex="0"><table>
<thead><tr><th scope="col">run</th><th scope="col">scenario</th><th scope="col">verdict</th></tr></thead>
<tbody>${experiments.map(experimentRow)}</tbody>
</table></div>
</section>
`;
}

function experimentRow({ complete, folder, reason, scenario, verdict }: ExperimentResult): Markup {
  const { word, tone } = VERDICT_WORDING[verdict];
  const part = html`<span class="note">not complete</span>`;
  return html`<tr>
<th scope="row">${runLink(folder)}</th>
<td>${isolate(scenario)}</td>
<td class="judgement"><span class="badge ${tone}">${word}</span>${complete ? nothing : part}<span class="note">${reason}</span></td>
</tr>
`;
}

function warningsList(warnings: readonly string[]): Markup {
  if (warnings.length === 0) return nothing;
  return html`<section class="warnings">
<h2>Warnings</h2>
<ul>${warnings.map((warning) => html`<li>${warning}</li>`)}</ul>
</section>
`;
}
