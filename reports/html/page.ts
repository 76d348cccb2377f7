import { HTML_REPORT_FILE, type Report } from '../report.ts';
import type { ReportInput } from '../report-input.ts';
import { VERDICT_WORDING } from '../wording.ts';
import { armsSection } from './arms-section.ts';
import { chartDataOf } from './chart-data.ts';
import { chartsOf, chartsSection } from './charts-section.ts';
import { differencesSection } from './differences-section.ts';
import { htmlDocument } from './document.ts';
import { environmentSection } from './environment-section.ts';
import { exhaustedSection } from './exhausted-section.ts';
import { failuresSection } from './failures-section.ts';
import { growthKindsSection } from './growth-kinds-section.ts';
import { heapsSection } from './heaps-section.ts';
import { inlineData, type PageScript } from './inline-script.ts';
import { limitsSection } from './limits-section.ts';
import { lostHostsSection } from './lost-hosts-section.ts';
import { measuredSection } from './measured-section.ts';
import { planSection } from './plan-section.ts';
import { readingSection } from './reading-section.ts';
import { resourcesSection } from './resources-section.ts';
import { thresholdsSection } from './thresholds-section.ts';
import { throughputSection } from './throughput-section.ts';
import { verdictSection, warningsSection } from './verdict-section.ts';

/** The report of one run. Without a script its charts are drawings. */
export function renderHtml(input: ReportInput, script: PageScript | null = null): string {
  const { result, environment } = input;
  const charts = chartsOf(input);
  const life =
    script === null || charts.length === 0
      ? null
      : { data: inlineData('chart-data', charts.map(chartDataOf)), script };
  return htmlDocument(
    `${VERDICT_WORDING[result.verdict].word}: ${result.scenario}`,
    [
      verdictSection(input),
      thresholdsSection(input),
      warningsSection(input),
      armsSection(input),
      differencesSection(input),
      growthKindsSection(input),
      exhaustedSection(input),
      lostHostsSection(input),
      chartsSection(input, charts),
      heapsSection(input),
      resourcesSection(input),
      failuresSection(input),
      throughputSection(input),
      limitsSection(input),
      measuredSection(input),
      environmentSection(input),
      planSection(input),
      readingSection(input),
    ],
    `mapileak ${environment.mapileak}. Made from plan.json, environment.json, result.json, events.ndjson and samples.ndjson of the run folder.`,
    { life },
  );
}

/** report.html. The script is read by whoever may read files, so that rendering needs none. */
export const htmlReport: Report = {
  name: 'html',
  fileName: HTML_REPORT_FILE,
  forEveryone: false,
  render: (run) => renderHtml(run, run.pageScript()),
};
