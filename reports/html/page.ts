import { HTML_REPORT_FILE, type Report } from '../report.ts';
import type { ReportInput } from '../report-input.ts';
import { VERDICT_WORDING } from '../wording.ts';
import { armsSection } from './arms-section.ts';
import { chartsSection } from './charts-section.ts';
import { environmentSection } from './environment-section.ts';
import { exhaustedSection } from './exhausted-section.ts';
import { failuresSection } from './failures-section.ts';
import { heapsSection } from './heaps-section.ts';
import { limitsSection } from './limits-section.ts';
import { html, trusted } from './markup.ts';
import { planSection } from './plan-section.ts';
import { readingSection } from './reading-section.ts';
import { resourcesSection } from './resources-section.ts';
import { STYLE } from './style.ts';
import { verdictSection, warningsSection } from './verdict-section.ts';

/**
 * The whole report as one file: no script, no network, readable on paper and in the dark. It is well-formed XML
 * as well as HTML, so that other programs can take it apart.
 */
export function renderHtml(input: ReportInput): string {
  const { result, environment } = input;
  const title = `${VERDICT_WORDING[result.verdict].word}: ${result.scenario}`;
  return html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8"/>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta name="color-scheme" content="light dark"/>
<title>${title} – mapileak report</title>
<style>${trusted(STYLE)}</style>
</head>
<body>
<main>
${verdictSection(input)}${warningsSection(input)}${armsSection(input)}${exhaustedSection(input)}${chartsSection(input)}${heapsSection(input)}${resourcesSection(input)}${failuresSection(input)}${limitsSection(input)}${environmentSection(input)}${planSection(input)}${readingSection()}</main>
<footer><p>mapileak ${environment.mapileak}. Made from plan.json, environment.json, result.json and samples.ndjson of the run folder.</p></footer>
</body>
</html>
`.text;
}

export const htmlReport: Report = { name: 'html', fileName: HTML_REPORT_FILE, render: renderHtml };
