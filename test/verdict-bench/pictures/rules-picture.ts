import { html, type Markup } from '../../../reports/html/markup.ts';
import type { RuleSummary } from '../summary.ts';
import { type Box, placeLabels } from './labels.ts';
import { INK, line, SOFT, svgFile, tenth, text, VERDICT_COLOURS } from './svg.ts';

const SIZE = { width: 760, height: 540 } as const;
const PLOT: Box = { x: 64, y: 40, width: 670, height: 430 };
const MOST_FALSE_ALARMS = 0.9;
/** Points on an axis end lie a little inside the frame, with room for a label. */
const FRAME: Box = { x: PLOT.x + 2, y: PLOT.y - 18, width: PLOT.width, height: PLOT.height + 16 };
const PIXELS_PER_LETTER = 6.4;
/** Further from its point a label is joined to it by a line. */
const LONGEST_WITHOUT_LEADER = 11;

const x = (falseAlarms: number): number =>
  PLOT.x + 14 + (falseAlarms / MOST_FALSE_ALARMS) * (PLOT.width - 14);
const y = (power: number): number => PLOT.y + (1 - power) * (PLOT.height - 10);

/** False alarms against power: the best rule stands at the upper left. */
export function rulesPicture(summaries: readonly RuleSummary[]): string {
  // Ours are placed first, and so nearest to their points.
  const points = summaries.map(({ falseAlarms, power }) => ({ x: x(falseAlarms.mean), y: y(power.mean) }));
  const widths = summaries.map(({ name }) => name.length * PIXELS_PER_LETTER);
  const boxes = placeLabels(points, widths, FRAME);
  const marks = summaries.map((summary, index) => markOf(summary, boxes[index] ?? null));
  return svgFile(SIZE, 'False alarms and power of all rules', [...axes(), ...marks]);
}

function axes(): readonly Markup[] {
  const bottom = PLOT.y + PLOT.height;
  const columns = [0, 0.2, 0.4, 0.6, 0.8].flatMap((share) => [
    line(x(share), PLOT.y, x(share), bottom),
    text(x(share), bottom + 18, share.toFixed(1), { anchor: 'middle', colour: SOFT }),
  ]);
  const rows = [0, 0.2, 0.4, 0.6, 0.8, 1].flatMap((share) => [
    line(PLOT.x, y(share), PLOT.x + PLOT.width, y(share)),
    text(PLOT.x - 8, y(share) + 4, share.toFixed(1), { anchor: 'end', colour: SOFT }),
  ]);
  return [
    ...columns,
    ...rows,
    text(
      PLOT.x + PLOT.width / 2,
      SIZE.height - 18,
      'false alarms: mean share of runs over families without a leak',
      { anchor: 'middle', size: 12 },
    ),
    text(20, PLOT.y + PLOT.height / 2, 'power: mean share of runs over families that leak', {
      anchor: 'middle',
      size: 12,
      turn: -90,
    }),
  ];
}

function markOf({ name, isOurs, falseAlarms, power }: RuleSummary, box: Box | null): Markup {
  const at = { x: x(falseAlarms.mean), y: y(power.mean) };
  const colour = isOurs ? VERDICT_COLOURS['no-leak'] : SOFT;
  const circle = html`<circle cx="${tenth(at.x)}" cy="${tenth(at.y)}" r="${isOurs ? 5 : 3.5}" fill="${colour}"><title>${`${name}: false alarms ${falseAlarms.mean.toFixed(3)}, power ${power.mean.toFixed(3)}`}</title></circle>`;
  if (box === null) return circle;
  const near = { x: Math.min(Math.max(at.x, box.x), box.x + box.width), y: box.y + box.height / 2 };
  const isFar = Math.hypot(near.x - at.x, near.y - at.y) > LONGEST_WITHOUT_LEADER;
  const leader = isFar ? [line(at.x, at.y, near.x, near.y, '#b9b9bf')] : [];
  const weight = isOurs ? 700 : 400;
  const words = text(box.x, box.y + 10, name, { colour: isOurs ? colour : INK, weight });
  return html`${leader}${circle}${words}`;
}
