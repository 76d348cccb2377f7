import { RESOURCES } from '../../harness/contract/resources.ts';
import type { Chart, ChartLine } from '../chart/chart.ts';
import { type Fit, fitShape, type Point } from '../chart/geometry.ts';
import { isMarked, MARKED_LINES_PER_ARM, markShape } from '../chart/marks.ts';
import { decimalsOfStep } from '../chart/ticks.ts';
import { formatAmount, formatCount, formatDecimal } from '../format.ts';
import { html, type Markup, nothing } from './markup.ts';

const WIDTH = 640;
const HEIGHT = 310;
const PLOT = { left: 66, top: 34, right: 626, bottom: 264 } as const;
const MARK_ROOM = 5;
/** Lines are cut off here: outside the plot, but not through the marks at its edge. */
const WINDOW = {
  x: PLOT.left - MARK_ROOM,
  y: PLOT.top - MARK_ROOM,
  width: PLOT.right - PLOT.left + 2 * MARK_ROOM,
  height: PLOT.bottom - PLOT.top + 2 * MARK_ROOM,
} as const;
/** Pixels that half of a long number needs. */
const LABEL_ROOM = 30;
/** Pixels that the words "warm-up" need. */
const WARM_UP_LABEL_WIDTH = 84;

/** From cycles and growth to pixels, to the tenth. */
interface Projection {
  x(cycle: number): number;
  y(growth: number): number;
}

function tenth(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}

function project(chart: Chart): Projection {
  const { low: firstCycle, high: lastCycle } = chart.cycles;
  // Samples of one and the same cycle, as from outside before the first block ends, stand at the left edge.
  const cycleSpan = Math.max(1, lastCycle - firstCycle);
  const [lowest = 0] = chart.growthTicks.values;
  const highest = chart.growthTicks.values.at(-1) ?? 1;
  return {
    x: (cycle) => tenth(PLOT.left + ((cycle - firstCycle) / cycleSpan) * (PLOT.right - PLOT.left)),
    y: (growth) =>
      tenth(
        PLOT.bottom -
          ((growth / chart.growthScale.divisor - lowest) / (highest - lowest)) * (PLOT.bottom - PLOT.top),
      ),
  };
}

/** The chart of one resource. Colours, dashes and widths are the style sheet's, so that it follows the theme. */
export function chartSvg(chart: Chart): Markup {
  const { label, unit } = RESOURCES[chart.resource];
  const at = project(chart);
  const scale = unit === 'bytes' ? chart.growthScale.name : label;
  const id = `chart-${chart.resource}`;
  return html`<svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="${id}-title ${id}-desc">
<title id="${id}-title">Growth of ${label} over cycles</title>
<desc id="${id}-desc">${describe(chart)}</desc>
${warmUp(chart, at)}${axes(chart, at)}
<text class="axis-name" x="4" y="15">growth since the first sample, ${scale}</text>
<text class="axis-name" x="${PLOT.right}" y="${HEIGHT - 6}" text-anchor="end">cycles of the replicate</text>
<svg x="${WINDOW.x}" y="${WINDOW.y}" width="${WINDOW.width}" height="${WINDOW.height}" viewBox="${WINDOW.x} ${WINDOW.y} ${WINDOW.width} ${WINDOW.height}">
${chart.fits.map((fit) => fitMarkup(fit, at))}${chart.lines.map((line) => lineMarkup(line, at))}${markedLines(chart).map((line, order) => marksMarkup(line, order, at))}
</svg>
</svg>`;
}

/** The chart in words, for those who do not see it. */
function describe(chart: Chart): string {
  const { unit } = RESOURCES[chart.resource];
  const arms = chart.arms.map((arm) => {
    const ends = chart.lines.filter((line) => line.arm === arm).map((line) => line.points.at(-1)?.y ?? 0);
    const low = formatAmount(Math.min(...ends), unit);
    const high = formatAmount(Math.max(...ends), unit);
    const grown = low === high ? low : `between ${low} and ${high}`;
    return `${arm}: ${ends.length} replicates, growth ${grown} at the end.`;
  });
  const { low, high } = chart.cycles;
  return `Lines over cycles ${formatCount(low)} to ${formatCount(high)}, one a replicate. ${arms.join(' ')}`;
}

function warmUp(chart: Chart, at: Projection): Markup {
  if (chart.warmUpToCycle <= chart.cycles.low) return nothing;
  const from = at.x(chart.cycles.low);
  const to = at.x(chart.warmUpToCycle);
  const fits = to - from >= WARM_UP_LABEL_WIDTH;
  const label = html`<text class="warm-up-label" x="${tenth(from + 6)}" y="${PLOT.top + 14}">warm-up</text>`;
  return html`<rect class="warm-up" x="${from}" y="${PLOT.top}" width="${tenth(to - from)}" height="${PLOT.bottom - PLOT.top}"><title>Warm-up, not part of the rate</title></rect>${fits ? label : nothing}`;
}

function axes(chart: Chart, at: Projection): Markup {
  const decimals = decimalsOfStep(chart.growthTicks.step);
  const rows = chart.growthTicks.values.map((tick) => {
    const y = at.y(tick * chart.growthScale.divisor);
    return html`<path class="${tick === 0 ? 'grid zero' : 'grid'}" d="M${PLOT.left} ${y}H${PLOT.right}"/><text class="tick" x="${PLOT.left - 8}" y="${tenth(y + 4)}" text-anchor="end">${formatDecimal(tick, decimals)}</text>`;
  });
  const columns = chart.cycleTicks.values.map((tick) => {
    const x = at.x(tick);
    return html`<path class="tick-mark" d="M${x} ${PLOT.bottom}v5"/>${cycleLabel(tick, x)}`;
  });
  return html`${rows}${columns}`;
}

/** Centred below its tick, unless it would be cut off at the edge of the chart. */
function cycleLabel(cycle: number, x: number): Markup {
  const atEdge = x > PLOT.right - LABEL_ROOM;
  const anchor = atEdge ? 'end' : 'middle';
  return html`<text class="tick" x="${atEdge ? WIDTH - 1 : x}" y="${PLOT.bottom + 19}" text-anchor="${anchor}">${formatCount(cycle)}</text>`;
}

function pathThrough(points: readonly Point[], at: Projection): string {
  return points.map((point, index) => `${index === 0 ? 'M' : 'L'}${at.x(point.x)} ${at.y(point.y)}`).join('');
}

function lineMarkup(line: ChartLine, at: Projection): Markup {
  return html`<path class="line ${line.arm}" d="${pathThrough(line.points, at)}"/>`;
}

/** The fitted line, and the sector that its interval leaves open. */
function fitMarkup(fit: Fit, at: Projection): Markup {
  const { line, sector } = fitShape(fit);
  return html`<path class="interval ${fit.arm}" d="${pathThrough(sector, at)}Z"/><path class="fit ${fit.arm}" d="${pathThrough(line, at)}"/>`;
}

function markedLines(chart: Chart): readonly ChartLine[] {
  return chart.arms.flatMap((arm) =>
    chart.lines.filter((line) => line.arm === arm).slice(0, MARKED_LINES_PER_ARM),
  );
}

function marksMarkup(line: ChartLine, order: number, at: Projection): Markup {
  const shapes = line.points
    .filter((_, index) => isMarked(index, line.points.length, order))
    .map((point) => markShape(line.arm, at.x(point.x), at.y(point.y)));
  return html`<path class="mark ${line.arm}" d="${shapes.join('')}"/>`;
}
