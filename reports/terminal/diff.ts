import pc from 'picocolors';
import stringWidth from 'string-width';
import { mustMatch } from '../../harness/contract/comparability.ts';
import { RESOURCES, type ResourceName } from '../../harness/contract/resources.ts';
import type { Rate } from '../../harness/contract/result.ts';
import type { DiffResource } from '../../harness/contract/run-diff.ts';
import type { DiffReportInput } from '../diff-input.ts';
import {
  conditionLines,
  DIFF_PART_WORDING,
  DIFF_VERDICT_WORDING,
  diffCycleUnit,
  diffResourcesShown,
  runWording,
  standInWording,
} from '../diff-wording.ts';
import { formatRate, formatShare } from '../format.ts';
import { NARROWEST, type Screen } from '../screen.ts';
import { type Paint, paintWith } from './rates-table.ts';
import { layOut, type Row } from './table.ts';
import { keepIntervals, screenText, wrap } from './text.ts';

/**
 * What a user reads of `mapileak diff`: where runs are compared that are not alike, what differs comes first.
 * Ends with a line break.
 * @param page the file of the page, if one is written
 */
export function renderDiff({ a, b, diff }: DiffReportInput, screen: Screen, page: string | null): string {
  const width = Math.max(NARROWEST, screen.width);
  const colours = pc.createColors(screen.colour);
  const paint = paintWith(colours);
  const text = (words: string, indent = 0): string[] =>
    wrap(keepIntervals(screenText(words, screen)), width, indent);
  const list = (lines: readonly string[]): string[] =>
    lines.flatMap((line) =>
      wrap(keepIntervals(screenText(line, screen)), width - 2, 2).map((each) => `  ${each}`),
    );

  const unlike = conditionLines(diff.conditions.filter(mustMatch));
  const also = conditionLines(diff.conditions.filter((each) => !mustMatch(each)));
  const { tone, word } = DIFF_VERDICT_WORDING[diff.verdict];
  const [first = '', ...rest] = text(`${word}: ${diff.reason}`);
  const verdict = [first.startsWith(word) ? paint(tone, word) + first.slice(word.length) : first, ...rest];
  const standIn = standInWording(diff);
  const subtracted =
    a.plan.control && b.plan.control ? ', control arms subtracted' : ', no control arm subtracted';
  const basis = diff.basis === 'samples' ? '' : ', from the results alone';
  const confidence = formatShare(Math.min(a.plan.confidence, b.plan.confidence));
  const caption = `Growth per ${diffCycleUnit(diff)} with ${confidence} interval${subtracted}${basis}`;

  return [
    unlike.length === 0
      ? []
      : [...text('The runs are not alike (--force); A -> B:').map(colours.bold), ...list(unlike)],
    [...verdict, ...(standIn === null ? [] : text(standIn).map(colours.bold))],
    [...text(`A: ${runWording(diff.a)}`, 3), ...text(`B: ${runWording(diff.b)}`, 3)],
    [...text(caption), ...differencesTable(diff, width, screen, paint)],
    also.length === 0 ? [] : [...text('Differs, too; A -> B:'), ...list(also)],
    diff.warnings.flatMap((warning) => text(`Warning: ${warning}`, 2)),
    page === null ? [] : text(`Page: ${page}`, 2),
  ]
    .filter((paragraph) => paragraph.length > 0)
    .map((paragraph) => `${paragraph.join('\n')}\n`)
    .join('\n');
}

interface Line {
  readonly arm: string;
  readonly resource: ResourceName;
  readonly found: DiffResource;
}

/** In the widest of three layouts that fits: intervals beside the estimates, below them, or a list. */
function differencesTable(
  diff: DiffReportInput['diff'],
  width: number,
  screen: Screen,
  paint: Paint,
): readonly string[] {
  const lines = diff.arms.flatMap((arm) =>
    diffResourcesShown(arm, diff).flatMap((resource): Line[] => {
      const found = arm.resources[resource];
      return found === undefined ? [] : [{ arm: arm.arm, resource, found }];
    }),
  );
  const heading = ['arm', 'resource', 'A', 'B', 'B - A', 'verdict'];
  const rule = screen.unicode ? '─' : '-';
  const rowsWith = (shape: (cell: readonly string[]) => readonly string[]): readonly Row[] =>
    lines.map(({ arm, found, resource }, at) => [
      [lines[at - 1]?.arm === arm ? '' : arm],
      [RESOURCES[resource].label],
      ...[found.a, found.b, found.difference].map((rate) => shape(rateCell(rate, found))),
      [verdictCell(found, paint)],
    ]);
  for (const shape of [beside, below]) {
    const table = layOut(heading, rowsWith(shape), rule);
    if (table.width <= width) return table.lines;
  }
  return lines.flatMap((line, at) => listed(line, lines[at - 1]?.arm !== line.arm, width, paint));
}

const beside = (cell: readonly string[]): readonly string[] => [cell.join(' ')];
const below = (cell: readonly string[]): readonly string[] => cell;

const rateCell = (rate: Rate | null, { unit }: DiffResource): readonly string[] => {
  if (rate === null) return ['-'];
  const { estimate, interval } = formatRate(rate, unit);
  return [estimate, interval];
};

const verdictCell = ({ verdict }: DiffResource, paint: Paint): string => {
  const { tone, word } = DIFF_PART_WORDING[verdict];
  return paint(tone, word);
};

/** A line as it is where it fits, spaces and all; broken where it does not. */
function indented(text: string, indent: number, width: number): readonly string[] {
  const lines = stringWidth(text) + indent <= width ? [text] : wrap(text, width - indent);
  return lines.map((line) => ' '.repeat(indent) + line);
}

/** A row as a list, for screens too narrow for a table. */
function listed(
  { arm, found, resource }: Line,
  startsArm: boolean,
  width: number,
  paint: Paint,
): readonly string[] {
  const rates = (
    [
      ['A    ', found.a],
      ['B    ', found.b],
      ['B - A', found.difference],
    ] as const
  ).flatMap(([name, rate]) => {
    const [estimate = '', interval = ''] = rateCell(rate, found);
    const line = `    ${name}  ${estimate} ${interval}`.trimEnd();
    if (stringWidth(line) <= width) return [line];
    const below = stringWidth(interval) + 11 <= width ? 11 : 6;
    return [...indented(`${name}  ${estimate}`, 4, width), ...indented(interval, below, width)];
  });
  const title = wrap(`${RESOURCES[resource].label}: ${verdictCell(found, paint)}`, width - 2, 2);
  return [...(startsArm ? [arm] : []), ...title.map((each) => `  ${each}`), ...rates];
}
