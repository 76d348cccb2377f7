import { join } from 'node:path';
import pc from 'picocolors';
import { cycleUnitOf } from '../harness/contract/attached.ts';
import { inputCodeOf } from '../harness/contract/input-code.ts';
import { RESOURCES } from '../harness/contract/resources.ts';
import type { ArmResult, Result } from '../harness/contract/result.ts';
import { exhaustedSentence } from './exhausted.ts';
import { firstSeenSentence } from './flag-effect.ts';
import { formatCount, formatCounted, formatDuration, formatRate, formatShare } from './format.ts';
import { growthSentence, leftBehindShown } from './growth-kinds.ts';
import { leaksOutsideHeadline } from './headline-resources.ts';
import { HTML_REPORT_FILE } from './report.ts';
import type { ReportInput } from './report-input.ts';
import { NARROWEST, type Screen } from './screen.ts';
import { selfTestDoubt } from './self-test.ts';
import { asSentence, soakGoesOn } from './soak-goes-on.ts';
import { paintWith, ratesTable } from './terminal/rates-table.ts';
import { keepIntervals, screenText, together, wrap } from './terminal/text.ts';
import { THRESHOLD_WORDING } from './threshold-wording.ts';
import { codeWording, standInNotice, VERDICT_WORDING } from './wording.ts';

/**
 * What a user reads when a run ends: the verdict first, the path of the full report last.
 * Ends with a line break. No line is wider than the screen, and without colour there is no escape sequence.
 */
export function renderSummary(input: ReportInput, screen: Screen): string {
  const { environment, plan, result } = input;
  const width = Math.max(NARROWEST, screen.width);
  const colours = pc.createColors(screen.colour);
  const paint = paintWith(colours);
  const text = (words: string, indent = 0): string[] =>
    wrap(keepIntervals(screenText(words, screen)), width, indent);

  const { word, tone } = VERDICT_WORDING[result.verdict];
  const verdict = startingWith(text(`${word}: ${result.reason}`), `${word}:`, (start) => paint(tone, start));
  const doubt = selfTestDoubt(result.selfTest);
  const selfTest =
    doubt === null
      ? []
      : startingWith(text(`${doubt.start} ${doubt.rest}`), doubt.start, (start) =>
          paint(result.selfTest.outcome === 'failed' ? 'bad' : 'mixed', start),
        );
  const notice = result.standIn ? text(standInNotice(environment.standInDials)).map(colours.bold) : [];
  const firstSeen = result.differences.flatMap((difference) => text(firstSeenSentence(difference) ?? ''));
  const measured = text(measuredSentence(input)).map(colours.dim);

  const confidence = formatShare(plan.confidence);
  const cycleUnit = cycleUnitOf(plan);
  const caption = text(`Growth per ${cycleUnit} with ${confidence} interval${subtractedWording(plan)}`);
  const table = ratesTable(result, width, screen.unicode ? '─' : '-', paint);

  const sentences = (sentenceOf: (arm: ArmResult) => string | null): string[] =>
    result.arms.flatMap((arm) => text(sentenceOf(arm) ?? '', 2));
  const kinds = result.arms.flatMap(({ arm, kinds }) =>
    kinds.flatMap((kind) => text(growthSentence(arm, kind), 2)),
  );
  const leftBehind = result.arms.flatMap((arm) => {
    const blocks = leftBehindShown(arm).flatMap((each) => wrap(screenText(each, screen), width - 2, 2));
    const heading = text(`Left behind by every logon with ${arm.arm}:`, 2);
    return blocks.length === 0 ? [] : [...heading, ...blocks.map((line) => `  ${line}`)];
  });
  const alsoLeaking = sentences((arm) => leakSentence(arm, result, cycleUnit));
  const stopped = sentences((arm) => {
    const sentence = exhaustedSentence(arm);
    return sentence === null ? null : `Ran out with ${arm.arm}: ${sentence}`;
  });
  const failures = sentences(failureSentence);
  const thresholds = result.thresholds.flatMap(({ outcome, reason, text: bound }) => {
    const { tone, word } = THRESHOLD_WORDING[outcome];
    const start = `Threshold ${word}:`;
    return startingWith(text(`${start} ${bound}: ${reason}`, 2), start, (found) => paint(tone, found));
  });
  const warnings = result.warnings.flatMap((warning) =>
    startingWith(text(`Warning: ${warning}`, 2), 'Warning:', (start) => paint('mixed', start)),
  );
  const code = inputCodeOf(input.plan).flatMap((each) => text(`Code from outside: ${codeWording(each)}`, 2));
  const report = text(`Report: ${join(input.runFolder, HTML_REPORT_FILE)}`, 2);

  return [
    [...verdict, ...selfTest, ...notice, ...firstSeen, ...measured],
    [...caption, ...table],
    thresholds,
    kinds,
    leftBehind,
    alsoLeaking,
    stopped,
    failures,
    warnings,
    code,
    report,
  ]
    .filter((paragraph) => paragraph.length > 0)
    .map((paragraph) => `${paragraph.join('\n')}\n`)
    .join('\n');
}

function subtractedWording({ attached, control }: ReportInput['plan']): string {
  if (attached !== undefined) return ', seen from outside';
  return control ? ', control arm subtracted' : ', no control arm';
}

/** Styles the start of the first line, if it survived wrapping in one piece. */
function startingWith(lines: readonly string[], start: string, style: (text: string) => string): string[] {
  const [first = '', ...rest] = lines;
  return first.startsWith(start) ? [style(start) + first.slice(start.length), ...rest] : [...lines];
}

function measuredSentence(input: ReportInput): string {
  const { plan, result, durationMs } = input;
  const cycles = result.arms.reduce((sum, arm) => sum + arm.cycles, 0);
  const replicates = result.arms.reduce((sum, arm) => sum + arm.replicates, 0);
  const goesOn = soakGoesOn(input);
  const part = result.complete ? '' : ` ${goesOn === null ? 'The run is not complete.' : asSentence(goesOn)}`;
  const amount = `${formatCounted(cycles, 'cycle')} in ${formatCounted(replicates, 'replicate')}`;
  const trust = result.selfTest.outcome === 'passed' ? ' Self-test passed.' : '';
  // Nothing of a program that is only watched was drawn.
  const seed = plan.attached === undefined ? `, seed ${plan.seed}` : '';
  return `${result.scenario}, ${amount}${seed}, ${formatDuration(durationMs)}.${trust}${part}`;
}

/** Leaks that the table has no column for. */
function leakSentence(arm: ArmResult, result: Result, cycleUnit: string): string | null {
  const leaks = leaksOutsideHeadline(arm, result).map((resource) => {
    const { unit, label } = RESOURCES[resource];
    const perCycle = arm.resources[resource]?.perCycle;
    if (!perCycle) return label;
    const { estimate, interval } = formatRate(perCycle, unit);
    return `${label} ${together(`${estimate} ${interval}`)}`;
  });
  return leaks.length === 0 ? null : `Also leaking with ${arm.arm}: ${leaks.join('; ')} per ${cycleUnit}`;
}

function failureSentence({ arm, cycles, failures }: ArmResult): string | null {
  if (failures.total === 0) return null;
  const codes = Object.entries(failures.byCode)
    .sort(([, left], [, right]) => right - left)
    .map(([code, count]) => `${code} ${formatCount(count)}`)
    .join(', ');
  const mailboxes = formatCounted(failures.mailboxesFailed, 'mailbox', 'mailboxes');
  return `Failures with ${arm}: ${formatCount(failures.total)} of ${formatCounted(cycles, 'cycle')} at ${mailboxes}: ${codes}`;
}
