import { RESOURCES } from '../../harness/contract/resources.ts';
import { decimalsOfStep } from '../chart/ticks.ts';
import type { TrendChart, TrendPoint } from '../chart/trend-chart.ts';
import { formatCounted, formatDecimal, formatRate } from '../format.ts';
import { html, type Markup, nothing } from './markup.ts';

const WIDTH = 640;
const HEIGHT = 230;
const PLOT = { left: 66, top: 34, right: 616, bottom: 192 } as const;
/** Half the width of the ends of an interval. */
const CAP = 3;

/** What charts of trends need beyond other charts. */
export const TREND_STYLE = `
.trend .line { stroke-dasharray: none; }
.trend .whisker { fill: none; stroke: var(--arm); stroke-opacity: 0.6; }
.trend .margin { fill: var(--shade); }
.trend .differs { fill: var(--bad); stroke: var(--bad); }
.trend .expected { fill: none; stroke: var(--bad); stroke-dasharray: 3 2; }
.nights tbody th, .nights .badge { white-space: nowrap; }
.nights td.path { min-width: 130px; }
.nights td:last-child { min-width: 220px; }
.nights td:last-child .note { display: block; }
.nights + details, .scroll + details.card { margin-top: 16px; }
.figures + .scroll { margin-top: 16px; }
`;

const tenth = (pixels: number): number => Math.round(pixels * 10) / 10;

/**
 * A rate from run to run, with its interval; runs that differ have a diamond, and what was expected beside
 * it.
 */
export function trendSvg(chart: TrendChart, id: string): Markup {
  const { cycleUnit, labels, points, scale, ticks, track } = chart;
  const { label, unit } = RESOURCES[track.resource];
  const lowest = ticks.values[0] ?? 0;
  const highest = ticks.values.at(-1) ?? 1;
  const x = (at: number): number =>
    tenth(PLOT.left + ((at + 0.5) / Math.max(1, chart.runs)) * (PLOT.right - PLOT.left));
  const y = (rate: number): number => {
    const share = Math.min(1, Math.max(0, (rate / scale.divisor - lowest) / (highest - lowest)));
    return tenth(PLOT.bottom - share * (PLOT.bottom - PLOT.top));
  };
  const decimals = decimalsOfStep(ticks.step);
  const rows = ticks.values.map((tick) => {
    const at = y(tick * scale.divisor);
    return html`<path class="${tick === 0 ? 'grid zero' : 'grid'}" d="M${PLOT.left} ${at}H${PLOT.right}"/><text class="tick" x="${PLOT.left - 8}" y="${tenth(at + 4)}" text-anchor="end">${formatDecimal(tick, decimals)}</text>`;
  });
  const columns = labels.map(
    ({ at, text }) =>
      html`<path class="tick-mark" d="M${x(at)} ${PLOT.bottom}v5"/><text class="tick" x="${x(at)}" y="${PLOT.bottom + 19}" text-anchor="middle">${text}</text>`,
  );
  const line = points
    .map(({ at, rate }, index) => `${index === 0 ? 'M' : 'L'}${x(at)} ${y(rate.estimate)}`)
    .join('');
  const edge = [y(track.margin), y(-track.margin)];
  return html`<svg class="chart trend" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="${id}-title ${id}-desc">
<title id="${id}-title">Growth of ${label} per ${cycleUnit} with ${track.arm}, run by run</title>
<desc id="${id}-desc">${describe(chart)}</desc>
<rect class="margin" x="${PLOT.left}" y="${edge[0] ?? 0}" width="${PLOT.right - PLOT.left}" height="${tenth((edge[1] ?? 0) - (edge[0] ?? 0))}"><title>Up to the margin: counts as no growth</title></rect>
${rows}${columns}
<text class="axis-name" x="4" y="15">growth per ${cycleUnit}, ${unit === 'bytes' ? scale.name : label}</text>
<g class="${track.arm}"><path class="line ${track.arm}" d="${line}"/>${points.map((point) => pointMarkup(point, x, y))}</g>
</svg>`;
}

function pointMarkup(
  { at, differs, expected, rate }: TrendPoint,
  x: (at: number) => number,
  y: (rate: number) => number,
): Markup {
  const [left, right] = [x(at) - CAP, x(at) + CAP].map(tenth);
  const [top, bottom] = [y(rate.high), y(rate.low)];
  const centre = y(rate.estimate);
  const whisker = `M${x(at)} ${top}V${bottom}M${left} ${top}H${right}M${left} ${bottom}H${right}`;
  const band =
    expected === null
      ? nothing
      : html`<path class="expected" d="M${tenth(x(at) - 8)} ${y(expected.high)}h16V${y(expected.low)}h-16Z"/>`;
  const mark = differs
    ? html`<path class="differs" d="M${x(at)} ${tenth(centre - 6)}l6 6l-6 6l-6 -6Z"/>`
    : html`<path class="mark" d="M${x(at)} ${centre}m-3 0a3 3 0 1 0 6 0a3 3 0 1 0 -6 0Z"/>`;
  return html`<path class="whisker" d="${whisker}"/>${band}${mark}`;
}

/** The chart in words. */
function describe({ points, runs, track }: TrendChart): string {
  const { unit } = RESOURCES[track.resource];
  const [first, last] = [points[0], points.at(-1)];
  const show = (point: TrendPoint | undefined): string => {
    if (point === undefined) return 'unknown';
    const { estimate, interval } = formatRate(point.rate, unit);
    return `${estimate} ${interval}`;
  };
  const differing = points.filter(({ differs }) => differs).length;
  return `${formatCounted(runs, 'run')}: ${show(first)} in the first, ${show(last)} in the last; ${differing} differ from those before.`;
}
