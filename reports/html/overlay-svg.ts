import { RESOURCES } from '../../harness/contract/resources.ts';
import type { Point } from '../chart/geometry.ts';
import type { Overlay, OverlayFit, OverlayLine, RunName } from '../chart/overlay.ts';
import { decimalsOfStep } from '../chart/ticks.ts';
import { formatAmount, formatCount, formatDecimal } from '../format.ts';
import { html, type Markup } from './markup.ts';

const WIDTH = 640;
const HEIGHT = 290;
const PLOT = { left: 66, top: 34, right: 626, bottom: 244 } as const;
/** Marks at the edge of the plot are not cut through. */
const ROOM = 5;
const MARKS_PER_LINE = 5;
/** Pixels that half of a long number needs. */
const LABEL_ROOM = 30;

/** Colours and dashes of two runs; they hold where arms have theirs. */
export const OVERLAY_STYLE = `
.run-a { --arm: var(--absent); }
.run-b { --arm: var(--on); }
.line.run-a { stroke-dasharray: 7 3; }
.mark.run-a { fill: var(--card); stroke-width: 1.4; }
.arm { white-space: nowrap; }
`;

const RUN_CLASS: Readonly<Record<RunName, string>> = { a: 'run-a', b: 'run-b' };

const tenth = (pixels: number): number => Math.round(pixels * 10) / 10;

/** From cycles and growth to pixels. */
interface Projection {
  x(cycle: number): number;
  y(growth: number): number;
}

function project({ cycles, growthScale, growthTicks }: Overlay): Projection {
  const span = Math.max(1, cycles.high - cycles.low);
  const lowest = growthTicks.values[0] ?? 0;
  const highest = growthTicks.values.at(-1) ?? 1;
  return {
    x: (cycle) => tenth(PLOT.left + ((cycle - cycles.low) / span) * (PLOT.right - PLOT.left)),
    y: (growth) => {
      const share = (growth / growthScale.divisor - lowest) / (highest - lowest);
      return tenth(PLOT.bottom - share * (PLOT.bottom - PLOT.top));
    },
  };
}

/** Two runs of one arm in one chart: A dashed with open circles, B solid with squares. */
export function overlaySvg(overlay: Overlay): Markup {
  const { arm, fits, growthScale, lines, resource } = overlay;
  const at = project(overlay);
  const { label, unit } = RESOURCES[resource];
  const id = `overlay-${resource}-${arm}`;
  const [x, y] = [PLOT.left - ROOM, PLOT.top - ROOM];
  const [width, height] = [PLOT.right - PLOT.left + 2 * ROOM, PLOT.bottom - PLOT.top + 2 * ROOM];
  return html`<svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="${id}-title ${id}-desc">
<title id="${id}-title">Growth of ${label} with ${arm}, in both runs</title>
<desc id="${id}-desc">${describe(overlay)}</desc>
${axes(overlay, at)}
<text class="axis-name" x="4" y="15">growth since the first sample, ${unit === 'bytes' ? growthScale.name : label}</text>
<text class="axis-name" x="${PLOT.right}" y="${HEIGHT - 6}" text-anchor="end">cycles of the replicate</text>
<svg x="${x}" y="${y}" width="${width}" height="${height}" viewBox="${x} ${y} ${width} ${height}">
${fits.map((fit) => fitMarkup(fit, at))}${lines.map((line) => lineMarkup(line, at))}
</svg>
</svg>`;
}

/** The chart in words. */
function describe({ cycles, lines, resource }: Overlay): string {
  const runs = (['a', 'b'] as const).map((run) => {
    const ends = lines.filter((line) => line.run === run).map(({ points }) => points.at(-1)?.y ?? 0);
    if (ends.length === 0) return `Run ${run.toUpperCase()}: no samples.`;
    const [low, high] = [Math.min(...ends), Math.max(...ends)].map((end) =>
      formatAmount(end, RESOURCES[resource].unit),
    );
    const grown = low === high ? low : `between ${low} and ${high}`;
    return `Run ${run.toUpperCase()}: ${ends.length} replicates, growth ${grown} at the end.`;
  });
  return `Lines over cycles ${formatCount(cycles.low)} to ${formatCount(cycles.high)}. ${runs.join(' ')}`;
}

function axes({ cycleTicks, growthScale, growthTicks }: Overlay, at: Projection): Markup {
  const decimals = decimalsOfStep(growthTicks.step);
  const rows = growthTicks.values.map((tick) => {
    const y = at.y(tick * growthScale.divisor);
    return html`<path class="${tick === 0 ? 'grid zero' : 'grid'}" d="M${PLOT.left} ${y}H${PLOT.right}"/><text class="tick" x="${PLOT.left - 8}" y="${tenth(y + 4)}" text-anchor="end">${formatDecimal(tick, decimals)}</text>`;
  });
  const columns = cycleTicks.values.map((tick) => {
    const x = at.x(tick);
    const atEdge = x > PLOT.right - LABEL_ROOM;
    return html`<path class="tick-mark" d="M${x} ${PLOT.bottom}v5"/><text class="tick" x="${atEdge ? WIDTH - 1 : x}" y="${PLOT.bottom + 19}" text-anchor="${atEdge ? 'end' : 'middle'}">${formatCount(tick)}</text>`;
  });
  return html`${rows}${columns}`;
}

const pathThrough = (points: readonly Point[], at: Projection): string =>
  points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${at.x(x)} ${at.y(y)}`).join('');

function lineMarkup({ points, run }: OverlayLine, at: Projection): Markup {
  const stride = Math.max(1, Math.floor(points.length / MARKS_PER_LINE));
  // The runs' marks fall on different samples, so that equal runs do not hide each other.
  const phase = run === 'a' ? 0 : Math.floor(stride / 2);
  const marks = points
    .filter((_, index) => index % stride === phase)
    .map(({ x, y }) => runMark(run, at.x(x), at.y(y)));
  return html`<path class="line ${RUN_CLASS[run]}" d="${pathThrough(points, at)}"/><path class="mark ${RUN_CLASS[run]}" d="${marks.join('')}"/>`;
}

/** The fitted line over the cycles it was measured in, and the sector that its interval leaves open. */
function fitMarkup({ fromCycle, pivot, run, slope, toCycle }: OverlayFit, at: Projection): Markup {
  const end = (rate: number, cycle: number): Point => ({ x: cycle, y: pivot.y + rate * (cycle - pivot.x) });
  const line = pathThrough([end(slope.estimate, fromCycle), end(slope.estimate, toCycle)], at);
  const corners = [
    end(slope.low, fromCycle),
    end(slope.low, toCycle),
    end(slope.high, toCycle),
    end(slope.high, fromCycle),
  ];
  return html`<path class="interval ${RUN_CLASS[run]}" d="${pathThrough(corners, at)}Z"/><path class="fit ${RUN_CLASS[run]}" d="${line}"/>`;
}

/** The shape by which a run is known without colour. */
export function runMark(run: RunName, x: number, y: number): string {
  return run === 'a'
    ? `M${x} ${y}m-3.2 0a3.2 3.2 0 1 0 6.4 0a3.2 3.2 0 1 0 -6.4 0Z`
    : `M${x} ${y}m-2.9 -2.9h5.8v5.8h-5.8Z`;
}
