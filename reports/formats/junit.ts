import type { ClaimsReportInput } from '../claims-input.ts';
import { type Markup, nothing, html as xml } from '../html/markup.ts';
import type { Report } from '../report.ts';
import type { ReportedRun } from '../reported-run.ts';
import { NARROWEST } from '../screen.ts';
import { renderClaims } from '../terminal/claims.ts';
import { renderSummary } from '../terminal.ts';
import { type Case, casesOf } from './cases.ts';
import { casesOfClaims } from './claim-cases.ts';
import { type RunFact, runFacts } from './run-facts.ts';

const SUMMARY = { width: 5 * NARROWEST, colour: false, unicode: true } as const;

/**
 * JUnit XML as Jenkins and Surefire read it (junit-10.xsd of Jenkins's xunit plugin), in the order and with the
 * attributes that Ant's JUnitReport wants: one suite a run, one case an arm and expectation. There is no standard.
 */
export const junitReport: Report<ReportedRun> = {
  name: 'junit',
  fileName: 'junit.xml',
  forEveryone: false,
  render: (run) =>
    junitXml({
      name: `mapileak ${run.plan.command} ${run.result.scenario}`,
      startedAt: run.plan.createdAt,
      durationMs: run.durationMs,
      classname: `mapileak.${run.result.scenario}`,
      facts: runFacts(run),
      cases: casesOf(run),
      out: renderSummary(run, SUMMARY).split('\n'),
      err: warningLines(run.result.warnings),
    }),
};

/** One suite, with a case for each claim. */
export const claimsJunitReport: Report<ClaimsReportInput> = {
  name: 'junit',
  fileName: 'junit.xml',
  forEveryone: false,
  render: (input) =>
    junitXml({
      name: 'mapileak kb891509',
      startedAt: input.result.createdAt,
      durationMs: 0,
      classname: 'mapileak.kb891509',
      facts: [['provider', providerOf(input.result.standIn)]],
      cases: casesOfClaims(input.result),
      out: renderClaims(input, SUMMARY).split('\n'),
      err: warningLines(input.result.warnings),
    }),
};

function providerOf(standIn: boolean | null): string {
  return standIn === null ? 'none was measured' : standIn ? 'stand-in' : 'not the stand-in';
}

interface Suite {
  readonly name: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly classname: string;
  readonly facts: readonly RunFact[];
  readonly cases: readonly Case[];
  readonly out: readonly string[];
  readonly err: readonly string[];
}

function junitXml(suite: Suite): string {
  const { cases, classname, facts, name } = suite;
  const count = (outcome: Case['outcome']['outcome']): number =>
    cases.filter((each) => each.outcome.outcome === outcome).length;
  // The schemas want no time zone (it is UTC), and a host: the run folder knows none, and keeps it so.
  const timestamp = suite.startedAt.slice(0, 'yyyy-mm-ddThh:mm:ss'.length);
  return xml`<?xml version="1.0" encoding="UTF-8"?>
<testsuites>
<testsuite name="${name}" package="mapileak" id="0" hostname="localhost"
  timestamp="${timestamp}" time="${seconds(suite.durationMs)}"
  tests="${cases.length}" failures="${count('failed')}" errors="${count('error')}" skipped="${count('skipped')}">
<properties>
${facts.map(([fact, value]) => xml`<property name="${fact}" value="${value}"/>\n`)}</properties>
${cases.map((each) => testcase(each, classname))}<system-out>${lines(suite.out)}</system-out>
<system-err>${lines(suite.err)}</system-err>
</testsuite>
</testsuites>
`.text;
}

/** The time of a run is that of all arms together, which take turns: so cases have none of their own. */
function testcase({ found, name, outcome }: Case, classname: string): Markup {
  return xml`<testcase classname="${classname}" name="${name}" time="0">
${outcomeElement(outcome)}<system-out>${found}</system-out>
</testcase>
`;
}

function outcomeElement(outcome: Case['outcome']): Markup {
  switch (outcome.outcome) {
    case 'passed':
      return nothing;
    case 'failed':
      return xml`<failure type="expectation" message="${outcome.why}"/>\n`;
    case 'skipped':
      return xml`<skipped message="${outcome.why}"/>\n`;
    case 'error':
      return xml`<error type="invalid" message="${outcome.why}"/>\n`;
  }
}

const warningLines = (warnings: readonly string[]): readonly string[] =>
  warnings.map((warning) => `Warning: ${warning}`);

/** Lines that stay lines: a text that is put into a template becomes one, whatever is in it. */
function lines(texts: readonly string[]): readonly Markup[] {
  return texts.map((line, at) => (at === 0 ? xml`${line}` : xml`\n${line}`));
}

function seconds(durationMs: number): string {
  return (durationMs / 1000).toFixed(3);
}
