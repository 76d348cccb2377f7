import { thin } from '../../../reports/chart/thin.ts';
import { formatAmount } from '../../../reports/format.ts';
import { html, type Markup } from '../../../reports/html/markup.ts';
import type { Trace } from '../detector.ts';
import { type Family, tracesOf } from '../family.ts';
import { MAX_CYCLES, PROCESSES } from '../settings.ts';
import { INK, line, SOFT, svgFile, text, VERDICT_COLOURS } from './svg.ts';

const COLUMNS = 6;
const PANEL = { width: 160, height: 96 } as const;
const PLOT = { left: 6, top: 20, width: 146, height: 54 } as const;
const MARGIN = 14;
const HEADING = 34;
/** Of a trace as wide as a plot; each draws its lowest and its highest value. */
const DRAWN_COLUMNS = 48;

/** One run of each family, all processes over each other. */
export function familiesPicture(families: readonly Family[], seed: number): string {
  const body: Markup[] = [];
  let top = MARGIN;
  for (const { title, isIn } of SECTIONS) {
    const members = families.filter(isIn);
    if (members.length === 0) continue;
    body.push(text(MARGIN, top + 18, title, { size: 14, weight: 600 }));
    top += HEADING;
    for (const [index, family] of members.entries()) {
      const left = MARGIN + (index % COLUMNS) * PANEL.width;
      body.push(panel(family, seed, left, top + Math.floor(index / COLUMNS) * PANEL.height));
    }
    top += Math.ceil(members.length / COLUMNS) * PANEL.height;
  }
  const size = { width: 2 * MARGIN + COLUMNS * PANEL.width, height: top + MARGIN };
  return svgFile(size, 'One run of each family of traces', body);
}

const SECTIONS: readonly { readonly title: string; readonly isIn: (family: Family) => boolean }[] = [
  { title: 'Without a leak', isIn: ({ kind }) => kind === 'leak-free' },
  { title: 'With a leak', isIn: ({ kind }) => kind !== 'leak-free' },
];

function panel(family: Family, seed: number, left: number, top: number): Markup {
  const isAlike = family.traits.includes('exact') || family.traits.includes('common');
  const extent = { count: isAlike ? 1 : PROCESSES, cycles: MAX_CYCLES, horizonCycles: MAX_CYCLES };
  const traces = tracesOf(family, { seed, run: 0 }, extent);
  const low = lowest(traces);
  const high = -lowest(traces.map((trace) => trace.map((bytes) => -bytes)));
  const range = Math.max(high - low, 1);
  const x = (cycle: number): number => left + PLOT.left + (cycle / MAX_CYCLES) * PLOT.width;
  const y = (bytes: number): number => top + PLOT.top + (1 - (bytes - low) / range) * PLOT.height;
  const floor = top + PLOT.top + PLOT.height;
  const colour = VERDICT_COLOURS[family.kind === 'leak' ? 'leak' : 'no-leak'];
  const drawn = traces.map((trace) => html`<path d="${pathOf(trace, x, y)}"/>`);
  const right = left + PLOT.left + PLOT.width;
  const title = [
    text(left + PLOT.left, top + 13, family.id, { weight: 600 }),
    text(left + PLOT.left + 28, top + 13, family.name, { size: 10.5, colour: INK }),
  ];
  const axis = [
    line(left + PLOT.left, floor + 2, right, floor + 2),
    text(right, floor + 12, formatAmount(high - low, 'bytes'), { size: 9, colour: SOFT, anchor: 'end' }),
  ];
  return html`${title}${axis}<g fill="none" stroke="${colour}" stroke-width="8" stroke-opacity="0.7" stroke-linejoin="round" transform="scale(0.1)">${drawn}</g>`;
}

function lowest(traces: readonly Trace[]): number {
  let found = Number.POSITIVE_INFINITY;
  for (const trace of traces) for (const bytes of trace) if (bytes < found) found = bytes;
  return found;
}

/**
 * Whole tenths of pixels, each relative to the one before: a third of the letters of absolute coordinates.
 */
function pathOf(trace: Trace, x: (cycle: number) => number, y: (bytes: number) => number): string {
  let before = { x: 0, y: 0 };
  const moves = thin(trace, DRAWN_COLUMNS).map((cycle, index) => {
    const to = { x: Math.round(10 * x(cycle)), y: Math.round(10 * y(trace[cycle] ?? 0)) };
    const move = `${to.x - before.x} ${to.y - before.y}`;
    before = to;
    return index === 0 ? `M${move}` : `l${move}`;
  });
  return moves.join('');
}
