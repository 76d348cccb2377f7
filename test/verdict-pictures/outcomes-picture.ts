import { html, type Markup } from '../../reports/html/markup.ts';
import { INK, line, SOFT, svgFile, text, VERDICT_COLOURS } from '../verdict-bench/pictures/svg.ts';
import { MARGIN_BYTES_PER_CYCLE } from '../verdict-bench/settings.ts';
import { dashed, dot } from './plot.ts';

interface Row {
  readonly low: number;
  readonly high: number;
  readonly verdict: 'leak' | 'no-leak' | 'inconclusive';
  readonly title: string;
  readonly meaning: string;
}

const ROWS: readonly Row[] = [
  {
    low: 108,
    high: 148,
    verdict: 'leak',
    title: 'leak',
    meaning: 'grows, evenly, up to the end',
  },
  {
    low: 30,
    high: 92,
    verdict: 'leak',
    title: 'leak',
    meaning: 'grows; whether it matters to you is open',
  },
  {
    low: 18,
    high: 34,
    verdict: 'no-leak',
    title: 'no leak',
    meaning: 'grows, provably by less than matters to you',
  },
  {
    low: -9,
    high: 15,
    verdict: 'no-leak',
    title: 'no leak',
    meaning: 'at most 15 bytes a logon',
  },
  {
    low: -40,
    high: 110,
    verdict: 'inconclusive',
    title: 'inconclusive',
    meaning: 'too uncertain: may be either',
  },
  {
    low: 90,
    high: 140,
    verdict: 'inconclusive',
    title: 'inconclusive',
    meaning: 'grows, but not as a leak does',
  },
];

const SIZE = { width: 760, height: 260 } as const;
const AXIS = { left: 20, right: 360, low: -50, high: 160 } as const;
const TOP = 52;
const ROW = 30;

/** What an interval of growth means, by where it lies beside nothing and the margin. */
export function outcomesPicture(): string {
  const bottom = TOP + ROWS.length * ROW - 8;
  const levels = [
    { rate: 0, words: '0' },
    { rate: MARGIN_BYTES_PER_CYCLE, words: `margin, ${MARGIN_BYTES_PER_CYCLE}` },
  ].map(
    ({ rate, words }) =>
      html`${dashed(x(rate), TOP - 18, x(rate), bottom, SOFT)}${text(x(rate), TOP - 24, words, { anchor: 'middle', size: 10.5, colour: SOFT })}`,
  );
  return svgFile(SIZE, 'Intervals of growth per logon, and what they mean', [
    html`${levels}${ROWS.map((row, index) => rowOf(row, TOP + index * ROW))}`,
    line(AXIS.left, bottom, AXIS.right, bottom),
    text(AXIS.right, bottom + 16, 'bytes per logon', { anchor: 'end', size: 10.5, colour: SOFT }),
  ]);
}

const x = (rate: number): number =>
  AXIS.left + ((rate - AXIS.low) / (AXIS.high - AXIS.low)) * (AXIS.right - AXIS.left);

function rowOf({ high, low, meaning, title, verdict }: Row, top: number): Markup {
  const colour = VERDICT_COLOURS[verdict];
  const bar = html`<path d="M${x(low)} ${top}L${x(high)} ${top}" stroke="${colour}" stroke-width="6"/>`;
  const middle = dot(x((low + high) / 2), top, 5, colour, colour);
  return html`${bar}${middle}${text(AXIS.right + 26, top + 4, title, { weight: 600, colour: INK })}${text(AXIS.right + 112, top + 4, meaning, { size: 11, colour: SOFT })}`;
}
