import type { Colors } from 'picocolors/types.js';
import stringWidth from 'string-width';
import { RESOURCES, type ResourceName } from '../../harness/contract/resources.ts';
import type { ResourceResult, Result } from '../../harness/contract/result.ts';
import { formatRate } from '../format.ts';
import { headlineResources } from '../headline-resources.ts';
import { PART_VERDICT_WORDING, type Tone } from '../wording.ts';
import { layOut, padEnd, type Row } from './table.ts';
import { wrap } from './text.ts';

export type Paint = (tone: Tone, text: string) => string;

/** How the tones look on a terminal. */
export function paintWith(colours: Colors): Paint {
  const byTone: Readonly<Record<Tone, (text: string) => string>> = {
    good: colours.green,
    bad: colours.red,
    mixed: colours.yellow,
    open: colours.yellow,
  };
  return (tone, text) => colours.bold(byTone[tone](text));
}

/** One arm, or the difference of two, with what it grew by. */
interface Line {
  readonly name: string;
  readonly verdict: string;
  readonly tone: Tone | null;
  readonly resources: Readonly<Record<string, ResourceResult>>;
}

function linesOf(result: Result): readonly Line[] {
  return [
    ...result.arms.map((arm) => ({
      name: arm.arm,
      verdict: PART_VERDICT_WORDING[arm.verdict].word,
      tone: PART_VERDICT_WORDING[arm.verdict].tone,
      resources: arm.resources,
    })),
    ...result.differences.map((difference) => ({
      name: `${difference.minuend} - ${difference.subtrahend}`,
      verdict: '',
      tone: null,
      resources: difference.resources,
    })),
  ];
}

/** Estimate and interval of a rate, or one word why there is none. */
function rateCell(resource: ResourceResult | undefined): readonly string[] {
  if (resource === undefined) return ['-'];
  if (resource.perCycle === null) return [PART_VERDICT_WORDING[resource.verdict].word];
  const { estimate, interval } = formatRate(resource.perCycle, resource.unit);
  return [estimate, interval];
}

/**
 * What each arm grew by per logon, and the differences, in the widest of three layouts that fits: intervals
 * beside the estimates, below them, or a list.
 */
export function ratesTable(result: Result, width: number, rule: string, paint: Paint): readonly string[] {
  const resources = headlineResources(result);
  const lines = linesOf(result);
  const heading = ['arm', ...resources.map((resource) => RESOURCES[resource].label), 'verdict'];
  const rowsWith = (shape: (cell: readonly string[]) => readonly string[]): readonly Row[] =>
    lines.map((line) => [
      [line.name],
      ...resources.map((resource) => shape(rateCell(line.resources[resource]))),
      [line.tone === null ? line.verdict : paint(line.tone, line.verdict)],
    ]);
  const beside = layOut(
    heading,
    rowsWith((cell) => [cell.join(' ')]),
    rule,
  );
  if (beside.width <= width) return beside.lines;
  const below = layOut(
    heading,
    rowsWith((cell) => cell),
    rule,
  );
  if (below.width <= width) return below.lines;
  return lines.flatMap((line) => listed(line, resources, width, paint));
}

function indented(text: string, indent: number, width: number): readonly string[] {
  return wrap(text, width - indent).map((line) => ' '.repeat(indent) + line);
}

/** A line of the table as a list: rates behind their labels, or below them where the screen is too narrow. */
function listed(
  line: Line,
  resources: readonly ResourceName[],
  width: number,
  paint: Paint,
): readonly string[] {
  const rates = resources.map((resource) => ({
    label: RESOURCES[resource].label,
    rate: rateCell(line.resources[resource]).join(' '),
  }));
  const labelWidth = Math.max(0, ...rates.map(({ label }) => label.length));
  const beside = rates.map(({ label, rate }) => `  ${padEnd(label, labelWidth)}  ${rate}`);
  const fits = beside.every((each) => stringWidth(each) <= width);
  const below = rates.flatMap(({ label, rate }) => [
    ...indented(label, 2, width),
    ...indented(rate, 4, width),
  ]);
  const verdict = line.tone === null ? '' : `: ${paint(line.tone, line.verdict)}`;
  return [`${line.name}${verdict}`, ...(fits ? beside : below)];
}
