import { differenceVerdict } from '../../harness/analyse/difference.ts';
import { boundsOver } from '../../harness/analyse/rate.ts';
import { looksOf } from '../../harness/analyse/rules.ts';
import type { Bounds } from '../../harness/analyse/statistics/estimate.ts';
import { formatCount } from '../../reports/format.ts';
import { html, type Markup } from '../../reports/html/markup.ts';
import type { Noise } from '../support/noise.ts';
import { aboutOne, type Curve, KIB, linear, plus, saturating, white } from '../verdict-bench/curves.ts';
import type { Family } from '../verdict-bench/family.ts';
import { apart, clean, leaking } from '../verdict-bench/kinds.ts';
import { GRID, INK, line, SOFT, svgFile, text, VERDICT_COLOURS } from '../verdict-bench/pictures/svg.ts';
import { growthAt } from '../verdict-bench/project-detector.ts';
import { allTracesOf, type Look, lastOf, OPTIONS, PLAN, rulesOf, runOf } from './judged.ts';
import { dashed, dot } from './plot.ts';

const SIZE = { width: 860, height: 420 } as const;
const AXIS = { left: 140, right: 640 } as const;
const FUNNEL = { top: 64, bottom: 214, low: -1000, high: 2500 } as const;
const ROWS_TOP = 262;
const ROW = 30;

/** A cache that both arms fill, and what readings differ by. */
const shared = (own: Noise): Curve => plus(saturating(256 * KIB * aboutOne(own), 220), white(own, 4 * KIB));
const off = leaking(
  'off',
  'flag off',
  1024,
  apart((own) => plus(linear(1024), shared(own))),
);
const on = clean('on', 'flag on', apart(shared));
const planted = leaking(
  'planted',
  'planted leak',
  128,
  apart(() => linear(128)),
);
const control = clean(
  'control',
  'nothing',
  apart(() => () => 0),
);

const NOTE =
  'Logons of each process, on a logarithmic axis. Filled: looked at. Open: a look that was planned, and not needed.';

interface Row {
  readonly title: string;
  readonly family: Family;
  readonly question: 'arm' | 'instrument';
}

export const ROWS: readonly Row[] = [
  { title: 'self-test: planted', family: planted, question: 'instrument' },
  { title: 'self-test: control', family: control, question: 'instrument' },
  { title: 'flag off', family: off, question: 'arm' },
  { title: 'flag on', family: on, question: 'arm' },
];

/** When a run is looked at, and what stops where: the difference of two arms above, each arm below. */
export function looksPicture(seed: number): string {
  const looks = looksOf(PLAN, 'difference');
  const rows = ROWS.map((row, index) => rowOf(row, seed, ROWS_TOP + index * ROW));
  const bottom = ROWS_TOP + ROWS.length * ROW;
  const ticks = looks.map((look) =>
    text(x(look), bottom + 4, formatCount(look), { size: 10, colour: SOFT, anchor: 'middle' }),
  );
  return svgFile(SIZE, 'Looks at a run, and where its parts stop', [
    text(14, 24, 'The flag’s effect: growth with it off minus growth with it on', { size: 13, weight: 600 }),
    text(14, 41, `bytes per logon, ${looks.length} looks`, { size: 10.5, colour: SOFT }),
    funnel(seed, looks),
    text(14, ROWS_TOP - 20, 'Each arm', { size: 13, weight: 600 }),
    html`${rows}${ticks}`,
    text(14, bottom + 24, NOTE, { size: 10.5, colour: SOFT }),
  ]);
}

function x(look: number): number {
  const [first = 1, last = 2] = [OPTIONS.looks[0], OPTIONS.looks.at(-1)];
  return AXIS.left + ((AXIS.right - AXIS.left) * Math.log(look / first)) / Math.log(last / first);
}

function funnel(seed: number, looks: readonly number[]): Markup {
  const rules = rulesOf('difference');
  const traces = [allTracesOf(off, seed), allTracesOf(on, seed)] as const;
  // Both arms are compared up to the last look that both came to.
  const end = Math.min(...[off, on].map((family) => lastOf(runOf(family, seed).looks).cycles));
  const bars: Markup[] = [];
  let seen: number | null = null;
  for (const look of looks.filter((each) => each <= end)) {
    const [more, less] = [growthAt(look, traces[0], OPTIONS), growthAt(look, traces[1], OPTIONS)];
    const isSeen = differenceVerdict(more, less, rules) === 'leak';
    if (isSeen) seen ??= look;
    const colour = VERDICT_COLOURS[isSeen ? 'leak' : 'inconclusive'];
    bars.push(bar(look, boundsOver(more.settled, less.settled, rules.oneSided, rules), colour));
  }
  const first =
    seen === null
      ? []
      : text(x(seen), FUNNEL.top - 8, `seen after ${formatCount(seen)}`, { size: 10.5, anchor: 'middle' });
  const levels = [-1000, 0, 1024, 2000].map(
    (level) =>
      html`${line(AXIS.left, y(level), AXIS.right, y(level), level === 0 ? SOFT : GRID)}${text(AXIS.left - 26, y(level) + 4, formatCount(level), { size: 10, colour: SOFT, anchor: 'end' })}`,
  );
  const truth = text(AXIS.right + 12, y(1024) + 4, 'the truth: 1,024', { size: 10.5, colour: SOFT });
  return html`${levels}${truth}${bars}${first}`;
}

const y = (rate: number): number => {
  const { bottom, high, low, top } = FUNNEL;
  return bottom - ((Math.min(high, Math.max(low, rate)) - low) / (high - low)) * (bottom - top);
};

const bar = (look: number, { high, low }: Bounds, colour: string): Markup =>
  html`<path d="M${x(look)} ${y(high)}L${x(look)} ${y(low)}" stroke="${colour}" stroke-width="7"/>`;

function rowOf({ family, question, title }: Row, seed: number, top: number): Markup {
  const looks = runOf(family, seed, question).looks;
  const last = lastOf(looks);
  const { verdict } = last.judgement.finding;
  const planned = looksOf(PLAN, question);
  const marks = planned.map((cycles) => markOf(cycles, looks, top));
  const first = planned[0] ?? last.cycles;
  const words = `${verdict.replace('-', ' ')} at ${formatCount(last.cycles)}`;
  return html`${text(14, top + 4, title)}${dashed(AXIS.left, top, x(first), top, GRID)}${line(x(first), top, x(last.cycles), top, SOFT)}${marks}${text(AXIS.right + 16, top + 4, words, { weight: 600, colour: INK })}`;
}

/** Filled where it was looked at, open where the error is kept for a look that was not needed. */
function markOf(cycles: number, looks: readonly Look[], top: number): Markup {
  const look = looks.find((each) => each.cycles === cycles);
  if (look === undefined) return dot(x(cycles), top, 4.5, '#ffffff', SOFT);
  const colour = VERDICT_COLOURS[look.judgement.finding.verdict];
  return dot(x(cycles), top, 6, colour, colour);
}
