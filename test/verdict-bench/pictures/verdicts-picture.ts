import { formatCount } from '../../../reports/format.ts';
import { html, type Markup } from '../../../reports/html/markup.ts';
import type { Outcome } from '../detector.ts';
import type { Family } from '../family.ts';
import { MAX_CYCLES, PROCESSES } from '../settings.ts';
import type { OneTally } from '../tally-one.ts';
import { GRID, line, SOFT, svgFile, tenth, text, VERDICT_COLOURS } from './svg.ts';

const ROW = 17;
const TOP = 84;
const COLUMN = 490;
const MARGIN = 16;
/** Of one column, from its left edge. */
const NAME = 28;
const AXIS = { left: 190, width: 170 } as const;
const SHARES = { left: 380, width: 90 } as const;
const FIRST_CYCLES = 64;
const LAST_CYCLES = PROCESSES * MAX_CYCLES;
const TICKS = [FIRST_CYCLES, LAST_CYCLES / 16, LAST_CYCLES / 4, LAST_CYCLES];

type Told = readonly [Family, OneTally];

/** For each family: the cycles to a verdict, and which verdicts they were. */
export function verdictsPicture(families: readonly Family[], tallies: ReadonlyMap<string, OneTally>): string {
  const told = families.flatMap((family): Told[] => {
    const tally = tallies.get(family.id);
    return tally === undefined ? [] : [[family, tally]];
  });
  const clean = told.filter(([{ kind }]) => kind === 'leak-free');
  const leaking = told.filter(([{ kind }]) => kind !== 'leak-free');
  const rows = Math.max(clean.length, leaking.length);
  const size = { width: 2 * MARGIN + 2 * COLUMN, height: TOP + rows * ROW + 44 };
  return svgFile(size, 'Cycles to a verdict, and the verdicts', [
    legend(),
    column('Without a leak', clean, MARGIN),
    column('With a leak', leaking, MARGIN + COLUMN),
    text(
      MARGIN,
      size.height - 12,
      'Cycles of all processes together until the verdict, mean, on a logarithmic axis; the bar is the share of runs.',
      { colour: SOFT },
    ),
  ]);
}

function legend(): Markup {
  const entries = (['leak', 'no-leak', 'inconclusive'] as const).map((verdict, index) => {
    const left = MARGIN + index * 100;
    return html`<rect x="${left}" y="14" width="12" height="12" fill="${VERDICT_COLOURS[verdict]}"/>${text(left + 18, 24, verdict.replace('-', ' '))}`;
  });
  return html`${entries}`;
}

function column(title: string, told: readonly Told[], left: number): Markup {
  const bottom = TOP + told.length * ROW;
  const ticks = TICKS.map(
    (cycles) =>
      html`${line(x(left, cycles), TOP - 4, x(left, cycles), bottom)}${text(x(left, cycles), TOP - 10, formatCount(cycles), { anchor: 'middle', size: 10, colour: SOFT })}`,
  );
  const rows = told.map(([family, tally], index) => row(family, tally, left, TOP + index * ROW));
  return html`${text(left, 54, title, { size: 14, weight: 600 })}${text(left + SHARES.left, TOP - 10, 'verdicts', { size: 10, colour: SOFT })}${ticks}${rows}`;
}

function x(left: number, cycles: number): number {
  const share = Math.log(Math.max(cycles / FIRST_CYCLES, 1)) / Math.log(LAST_CYCLES / FIRST_CYCLES);
  return left + AXIS.left + share * AXIS.width;
}

function row(family: Family, tally: OneTally, left: number, top: number): Markup {
  const middle = top + ROW / 2;
  const shares = sharesOf(tally);
  const [main] = shares.toSorted((a, b) => b.share - a.share);
  const colour = VERDICT_COLOURS[main?.verdict ?? 'inconclusive'];
  const dot = html`<circle cx="${tenth(x(left, tally.meanCycles))}" cy="${middle}" r="4" fill="${colour}"/>`;
  const words = html`${text(left, middle + 4, family.id, { weight: 600 })}${text(left + NAME, middle + 4, family.name)}`;
  return html`${words}${line(left + AXIS.left, middle, left + AXIS.left + AXIS.width, middle, GRID)}${dot}${bar(shares, left + SHARES.left, top + 3)}`;
}

interface Share {
  readonly verdict: Outcome['verdict'];
  readonly share: number;
}

const sharesOf = ({ sims, leak, noLeak, inconclusive }: OneTally): readonly Share[] => [
  { verdict: 'leak', share: leak / sims },
  { verdict: 'no-leak', share: noLeak / sims },
  { verdict: 'inconclusive', share: inconclusive / sims },
];

function bar(shares: readonly Share[], left: number, top: number): Markup {
  const parts: Markup[] = [];
  let from = left;
  for (const { verdict, share } of shares) {
    const width = share * SHARES.width;
    if (width > 0) {
      parts.push(
        html`<rect x="${tenth(from)}" y="${tenth(top)}" width="${tenth(width)}" height="${ROW - 6}" fill="${VERDICT_COLOURS[verdict]}"/>`,
      );
    }
    from += width;
  }
  return html`${parts}`;
}
