import type { ArmResult, ResourceResult } from '../../harness/contract/result.ts';
import type { ClaimsReportInput } from '../claims-input.ts';
import type { Report } from '../report.ts';
import type { ReportedRun } from '../reported-run.ts';
import { visible } from '../text.ts';
import { type Case, casesOf } from './cases.ts';
import { casesOfClaims } from './claim-cases.ts';
import { type RunFact, runFacts } from './run-facts.ts';

/**
 * TAP by the TAP 14 specification (testanything.org/tap-version-14-specification.html): the cases of the
 * JUnit report, what was found as YAML diagnostics. What was inconclusive is `ok` with `# SKIP` and the
 * reason.
 */
export const tapReport: Report<ReportedRun> = {
  name: 'tap',
  fileName: 'mapileak.tap',
  forEveryone: false,
  render: (run) => tap(casesOf(run), runFacts(run), run.result.warnings),
};

/** A test point for each claim. */
export const claimsTapReport: Report<ClaimsReportInput> = {
  name: 'tap',
  fileName: 'mapileak.tap',
  forEveryone: false,
  render: ({ result }) => tap(casesOfClaims(result), [], result.warnings),
};

function tap(cases: readonly Case[], facts: readonly RunFact[], warnings: readonly string[]): string {
  return [
    'TAP version 14',
    `1..${cases.length}`,
    ...facts.map(([name, value]) => comment(`${name}: ${value}`)),
    ...cases.flatMap((each, at) => testPoint(each, at + 1)),
    ...warnings.map((warning) => comment(`warning: ${warning}`)),
    '',
  ].join('\n');
}

function testPoint({ arm, found, name, outcome }: Case, number: number): readonly string[] {
  const isOk = outcome.outcome === 'passed' || outcome.outcome === 'skipped';
  const skip = outcome.outcome === 'skipped' ? ` # SKIP ${escaped(outcome.why)}` : '';
  const why = outcome.outcome === 'passed' ? [] : [['why', outcome.why] as const];
  const facts: readonly (readonly [string, unknown])[] = [
    ['found', found],
    ...(isOk ? [] : [['severity', outcome.outcome === 'error' ? 'error' : 'fail'] as const, ...why]),
    ...(arm === null ? [] : armFacts(arm)),
  ];
  return [
    `${isOk ? 'ok' : 'not ok'} ${number} - ${escaped(name)}${skip}`,
    '  ---',
    ...facts.map(([key, value]) => `  ${key}: ${yaml(value)}`),
    '  ...',
  ];
}

function armFacts(arm: ArmResult): readonly (readonly [string, unknown])[] {
  const { cycles, failures, replicates, resources, verdict } = arm;
  const growth = Object.entries(resources).flatMap(([resource, judged]) =>
    judged.perCycle === null ? [] : [[resource, growthOf(judged)] as const],
  );
  return [
    ['verdict', verdict],
    ['replicates', replicates],
    ['cycles', cycles],
    ['failedCycles', failures.total],
    ['perCycle', Object.fromEntries(growth)],
  ];
}

const growthOf = ({ perCycle, unit, verdict }: ResourceResult) => ({ verdict, unit, ...perCycle });

/** JSON is YAML 1.2, on one line and with no surprises in a name. */
function yaml(value: unknown): string {
  return JSON.stringify(typeof value === 'string' ? visible(value) : value);
}

/** A description ends at the line, and a bare # would begin a directive. */
function escaped(text: string): string {
  return visible(text).replace(/[\\#]/g, '\\$&');
}

function comment(text: string): string {
  return `# ${visible(text)}`;
}
