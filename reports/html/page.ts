import { HTML_REPORT_FILE, type Report } from '../report.ts';
import type { ReportInput } from '../report-input.ts';
import { VERDICT_WORDING } from '../wording.ts';
import { armsSection } from './arms-section.ts';
import { chartsSection } from './charts-section.ts';
import { differencesSection } from './differences-section.ts';
import { htmlDocument } from './document.ts';
import { environmentSection } from './environment-section.ts';
import { exhaustedSection } from './exhausted-section.ts';
import { failuresSection } from './failures-section.ts';
import { growthKindsSection } from './growth-kinds-section.ts';
import { heapsSection } from './heaps-section.ts';
import { limitsSection } from './limits-section.ts';
import { measuredSection } from './measured-section.ts';
import { planSection } from './plan-section.ts';
import { readingSection } from './reading-section.ts';
import { resourcesSection } from './resources-section.ts';
import { verdictSection, warningsSection } from './verdict-section.ts';

/** The report of one run. */
export function renderHtml(input: ReportInput): string {
  const { result, environment } = input;
  return htmlDocument(
    `${VERDICT_WORDING[result.verdict].word}: ${result.scenario}`,
    [
      verdictSection(input),
      warningsSection(input),
      armsSection(input),
      differencesSection(input),
      growthKindsSection(input),
      exhaustedSection(input),
      chartsSection(input),
      heapsSection(input),
      resourcesSection(input),
      failuresSection(input),
      limitsSection(input),
      measuredSection(input),
      environmentSection(input),
      planSection(input),
      readingSection(input),
    ],
    `mapileak ${environment.mapileak}. Made from plan.json, environment.json, result.json and samples.ndjson of the run folder.`,
  );
}

export const htmlReport: Report = { name: 'html', fileName: HTML_REPORT_FILE, render: renderHtml };
