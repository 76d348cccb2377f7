import { LOGON } from '../../harness/contract/attached.ts';
import type { ClaimResult } from '../../harness/contract/claims.ts';
import type { ArmResult, Difference, Result } from '../../harness/contract/result.ts';
import type { ClaimsReportInput } from '../claims-input.ts';
import { CLAIM_VERDICT_WORDING, claimsSummary } from '../claims-wording.ts';
import { exhaustedSentence } from '../exhausted.ts';
import { firstSeenSentence, reductionWording } from '../flag-effect.ts';
import { formatCount, formatCounted, formatDuration, formatMoment, formatRate } from '../format.ts';
import { growthSentence } from '../growth-kinds.ts';
import { headlineResources } from '../headline-resources.ts';
import type { Report } from '../report.ts';
import type { ReportInput } from '../report-input.ts';
import type { ExpectationOutcome, ReportedRun } from '../reported-run.ts';
import { resourceLabel, resourceUnit } from '../resource-label.ts';
import { selfTestDoubt } from '../self-test.ts';
import { asSentence, soakGoesOn } from '../soak-goes-on.ts';
import { THRESHOLD_WORDING } from '../threshold-wording.ts';
import { notMeasured, uncheckedClaims } from '../unchecked.ts';
import { PART_VERDICT_WORDING, standInNotice, VERDICT_WORDING } from '../wording.ts';
import { code, codeCell, plain, table } from './markdown-text.ts';
import { FLAG_FACT, flagValue, type RunFact, runFacts } from './run-facts.ts';

/** More failures than these are a list to look through, not a ticket. */
const MOST_CODES = 5;

const MET_WORDING: Readonly<Record<ExpectationOutcome['met'], string>> = {
  met: 'met',
  'not-met': '**not met**',
  undecided: 'could not be told',
};

/** For a ticket: the verdict, a table of arms, differences, environment, and what was not checked. */
export const markdownReport: Report<ReportedRun> = {
  name: 'markdown',
  fileName: 'report.md',
  forEveryone: false,
  render: markdown,
};

function markdown(input: ReportedRun): string {
  const { durationMs, environment, expectation, finishedAt, result } = input;
  const { word } = VERDICT_WORDING[result.verdict];
  const doubt = selfTestDoubt(result.selfTest);
  const goesOn = soakGoesOn(input);
  const notes = [
    result.standIn ? `**${plain(standInNotice(environment.standInDials))}**` : null,
    doubt === null ? null : `**${plain(doubt.start)}** ${plain(doubt.rest)}`,
    expectation === null ? null : `Expected **${expectation.expected}**: ${MET_WORDING[expectation.met]}.`,
    result.complete ? null : goesOn === null ? '**The run is not complete.**' : plain(asSentence(goesOn)),
    plain(`Finished ${formatMoment(finishedAt)}, after ${formatDuration(durationMs)}.`),
  ];
  return sections([
    [`## ${word}: ${code(result.scenario)}`],
    [`${plain(result.reason)}.`],
    notes.filter((note) => note !== null).map((note) => `${note}  `),
    armsTable(result),
    thresholdsTable(result),
    differencesTable(result),
    bullets('What was seen', result.arms.flatMap(sentencesOf), result.differences.flatMap(flagSentences)),
    bullets('Warnings', result.warnings.map(plain)),
    bullets('What was not checked', uncheckedClaims(input).map(plain), notMeasuredByReason(input)),
    ['### Environment', ''].concat(
      table(
        [{ title: 'what' }, { title: 'value' }],
        environmentFacts(input).map(([name, value]) => [plain(name), codeCell(value)]),
      ),
    ),
  ]);
}

function armsTable(result: Result): readonly string[] {
  const shown = headlineResources(result);
  const per = `per ${result.cycleUnit ?? LOGON}`;
  const columns = [
    { title: 'arm' },
    { title: 'verdict' },
    ...shown.map((resource) => ({ title: `${resourceLabel(resource)} ${per}`, right: true })),
    { title: 'cycles', right: true },
    { title: 'failed', right: true },
  ];
  return table(
    columns,
    result.arms.map(({ arm, cycles, failures, resources, verdict }) => [
      arm,
      `**${PART_VERDICT_WORDING[verdict].word}**`,
      ...shown.map((resource) => rateCell(resource, resources)),
      formatCount(cycles),
      formatCount(failures.total),
    ]),
  );
}

function thresholdsTable({ thresholds }: Result): readonly string[] {
  if (thresholds.length === 0) return [];
  return table(
    [{ title: 'threshold' }, { title: 'outcome' }, { title: 'found' }],
    thresholds.map(({ outcome, reason, text }) => [
      codeCell(text),
      `**${THRESHOLD_WORDING[outcome].word}**`,
      plain(reason),
    ]),
  );
}

/** Of the resources that the table of arms shows, and of others that the arms differ in. */
function differencesTable(result: Result): readonly string[] {
  const headline = new Set<string>(headlineResources(result));
  const rows = result.differences.flatMap(({ minuend, resources, subtrahend }) =>
    Object.entries(resources).flatMap(([resource, judged]) =>
      judged.perCycle === null || !(headline.has(resource) || judged.verdict === 'leak')
        ? []
        : [
            [
              `${minuend} − ${subtrahend}`,
              plain(resourceLabel(resource)),
              rateCell(resource, resources),
              PART_VERDICT_WORDING[judged.verdict].word,
            ],
          ],
    ),
  );
  if (rows.length === 0) return [];
  const columns = [
    { title: 'difference' },
    { title: 'resource' },
    { title: `per ${result.cycleUnit ?? LOGON}`, right: true },
    { title: 'verdict' },
  ];
  return table(columns, rows);
}

function rateCell(resource: string, resources: ArmResult['resources']): string {
  const perCycle = resources[resource]?.perCycle;
  if (perCycle == null) return 'not measured';
  const { estimate, interval } = formatRate(perCycle, resourceUnit(resource));
  return plain(`${estimate} ${interval}`);
}

function sentencesOf(arm: ArmResult): readonly string[] {
  const ranOut = exhaustedSentence(arm);
  const codes = Object.entries(arm.failures.byCode).sort(([, left], [, right]) => right - left);
  const failures = codes.slice(0, MOST_CODES).map(([name, count]) => `${code(name)} ${formatCount(count)}`);
  return [
    ...arm.kinds.map((kind) => plain(growthSentence(arm.arm, kind))),
    ...(ranOut === null ? [] : [plain(`Ran out with ${arm.arm}: ${ranOut}`)]),
    ...(failures.length === 0 ? [] : [`Failures with ${arm.arm}: ${failures.join(', ')}`]),
  ];
}

function flagSentences(difference: Difference): readonly string[] {
  const reduced = reductionWording(difference);
  return [firstSeenSentence(difference), reduced === null ? null : `Reduced by: ${reduced}`].flatMap(
    (sentence) => (sentence === null ? [] : [plain(sentence)]),
  );
}

/** `not read in this run: GDI objects, USER objects`. */
function notMeasuredByReason(input: ReportInput): readonly string[] {
  const labels = new Map<string, readonly string[]>();
  for (const { label, reason } of notMeasured(input))
    labels.set(reason, [...(labels.get(reason) ?? []), label]);
  return [...labels].map(([reason, each]) => plain(`${reason}: ${each.join(', ')}`));
}

/** The flag in one line where it was the same everywhere. */
function environmentFacts(input: ReportedRun): readonly RunFact[] {
  const { flagBefore } = input.environment;
  const values = new Set(flagBefore.map(({ value }) => value));
  const facts = runFacts(input);
  const [first] = flagBefore;
  if (values.size !== 1 || first === undefined) return facts;
  const places = formatCounted(flagBefore.length, 'place');
  return [
    ...facts.filter(([name]) => name !== FLAG_FACT),
    [
      FLAG_FACT,
      `${flagValue(first.value)} in ${flagBefore.length === 1 ? 'the one place' : `all ${places}`}`,
    ],
  ];
}

/** For a ticket: each claim with its verdict and what was observed. */
export const claimsMarkdownReport: Report<ClaimsReportInput> = {
  name: 'markdown',
  fileName: 'report.md',
  forEveryone: false,
  render: ({ result }) =>
    sections([
      [`## KB 891509: ${plain(claimsSummary(result.claims))}`],
      result.standIn === true ? [`**${plain(standInNotice(result.standInDials))}**`] : [],
      table(
        [{ title: 'claim' }, { title: 'verdict' }, { title: 'what is claimed' }, { title: 'observed' }],
        result.claims.map(claimRow),
      ),
      bullets('Warnings', result.warnings.map(plain)),
    ]),
};

function claimRow({ claim, observed, source, statement, verdict }: ClaimResult): readonly string[] {
  const { word } = CLAIM_VERDICT_WORDING[verdict];
  return [claim, `**${word}**`, plain(`${statement} (${source})`), plain(observed)];
}

function bullets(title: string, ...items: readonly (readonly string[])[]): readonly string[] {
  const all = items.flat();
  return all.length === 0 ? [] : [`### ${title}`, '', ...all.map((item) => `- ${item}`)];
}

function sections(parts: readonly (readonly string[])[]): string {
  return parts
    .filter((part) => part.length > 0)
    .map((part) => `${part.join('\n')}\n`)
    .join('\n');
}
