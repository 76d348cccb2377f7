import type UPlot from 'uplot';
import type { ChartData } from '../chart/chart-data.ts';
import type { Extent } from '../chart/geometry.ts';
import { type Axis, cyclesAxis, linearAxis, logarithmicAxis } from './axes.ts';
import type { Theme } from './theme.ts';
import type { View } from './view.ts';

declare const uPlot: typeof UPlot;

/** What a plot asks of, and tells, the chart that it belongs to. */
export interface PlotOwner {
  readonly data: ChartData;
  view(): View;
  growth(): Extent;
  theme(): Theme;
  drawBelow(plot: UPlot): void;
  drawAbove(plot: UPlot): void;
  /** The pointer is here, in CSS pixels; null when it has left. */
  pointed(plot: UPlot, at: { readonly left: number; readonly top: number } | null): void;
  /** A rectangle was drawn with the pointer; growth is null where only cycles were chosen. */
  selected(cycles: Extent, growth: Extent | null): void;
  reset(): void;
}

const Y_AXIS_WIDTH = 66;
const X_AXIS_HEIGHT = 28;
const LABEL_HEIGHT = 18;
const PIXELS_PER_CYCLE_TICK = 90;
/** A drag that is lower than this chooses cycles alone. */
const UNINTENDED_PIXELS = 24;
const ASINH = 4;
const LINEAR = 1;

/** Axes, grid, crosshair and selection by uPlot; what is drawn between the axes is the owner's. */
export function makePlot(owner: PlotOwner, target: HTMLElement, width: number, height: number): UPlot {
  const { data } = owner;
  const { cycles, logarithmic } = owner.view();
  const growth = owner.growth();
  const options: UPlot.Options = {
    width,
    height,
    padding: [8, 14, 0, 0],
    legend: { show: false },
    scales: {
      x: { time: false, auto: false, min: cycles.low, max: cycles.high, range: asAsked },
      y: {
        auto: false,
        min: growth.low,
        max: growth.high,
        range: asAsked,
        distr: logarithmic ? ASINH : LINEAR,
        asinh: data.grain,
      },
    },
    series: [{}, { show: false, auto: false }],
    axes: [
      {
        ...axisStyle(owner),
        size: X_AXIS_HEIGHT,
        label: 'cycles of the replicate',
        labelFont: owner.theme().font,
        labelSize: LABEL_HEIGHT,
        labelGap: 0,
        grid: { show: false },
        ...ticksOf('x', (shown, { width }) => cyclesAxis(shown, Math.max(2, width / PIXELS_PER_CYCLE_TICK))),
      },
      {
        ...axisStyle(owner),
        size: Y_AXIS_WIDTH,
        ticks: { show: false },
        ...ticksOf('y', (shown) => growthAxis(data, shown, logarithmic)),
      },
    ],
    cursor: {
      points: { show: false },
      drag: { x: true, y: true, uni: UNINTENDED_PIXELS, setScale: false },
      bind: {
        dblclick: () => () => {
          owner.reset();
          return null;
        },
      },
    },
    hooks: {
      drawClear: [(plot) => owner.drawBelow(plot)],
      draw: [(plot) => owner.drawAbove(plot)],
      setCursor: [(plot) => owner.pointed(plot, pointerOf(plot))],
      setSelect: [(plot) => tellSelection(plot, owner)],
    },
  };
  return new uPlot(
    options,
    [
      [cycles.low, cycles.high],
      [0, 0],
    ],
    target,
  );
}

const asAsked = (_: UPlot, low: number, high: number): UPlot.Range.MinMax => [low, high];

/** The growth axis of a view. */
export function growthAxis(data: ChartData, growth: Extent, logarithmic: boolean): Axis {
  return logarithmic ? logarithmicAxis(growth, data.unit, data.grain) : linearAxis(growth, data.unit);
}

function axisStyle(owner: PlotOwner): UPlot.Axis {
  return {
    font: owner.theme().font,
    stroke: () => owner.theme().soft,
    grid: { stroke: () => owner.theme().grid, width: 1 },
    ticks: { stroke: () => owner.theme().soft, width: 1, size: 5 },
  };
}

function ticksOf(
  scale: 'x' | 'y',
  axisOf: (shown: Extent, plot: UPlot) => Axis,
): Pick<UPlot.Axis, 'scale' | 'splits' | 'values'> {
  return {
    scale,
    splits: (plot, _, low, high) => [...axisOf({ low, high }, plot).at],
    values: (plot) => [...axisOf(shownOn(plot, scale), plot).labels],
  };
}

function shownOn(plot: UPlot, scale: 'x' | 'y'): Extent {
  const { max, min } = plot.scales[scale] ?? {};
  return { low: min ?? 0, high: max ?? 1 };
}

function pointerOf({ cursor: { left = -1, top = -1 } }: UPlot): { left: number; top: number } | null {
  return left < 0 || top < 0 ? null : { left, top };
}

function tellSelection(plot: UPlot, owner: PlotOwner): void {
  const { height, left, top, width } = plot.select;
  if (width <= 0 && height <= 0) return;
  plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  const byHeight = height > 0 && height < plot.over.clientHeight;
  const byWidth = width > 0 && width < plot.over.clientWidth;
  const cycles = byWidth
    ? { low: plot.posToVal(left, 'x'), high: plot.posToVal(left + width, 'x') }
    : owner.view().cycles;
  const growth = byHeight ? { low: plot.posToVal(top + height, 'y'), high: plot.posToVal(top, 'y') } : null;
  owner.selected(cycles, growth);
}
