import { formatAmount, formatCount, formatCounted } from '../../../reports/format.ts';
import type { LiveChart, LiveCharts, LivePoints } from '../live/message.ts';
import { type ArmLevel, columnsOf, levelsAt, spanAround, withPoints } from './chart-data.ts';
import { type Colours, coloursNow, dashOf } from './colours.ts';

const NARROW = 460;
/** Steps of an axis of bytes: KiB and MiB are no round numbers of the decimal system. */
const BINARY_STEPS = Array.from({ length: 50 }, (_, power) => 2 ** power);

/** One chart of the page: what it shows, and uPlot's drawing of it. */
class Plot {
  private readonly room: HTMLElement;
  private readonly readout: HTMLElement | null;
  private chart: LiveChart;
  private plot: uPlot;
  private isDue = false;

  constructor(room: HTMLElement, chart: LiveChart) {
    this.room = room;
    this.readout = document.querySelector(`[data-readout="${chart.resource}"]`);
    this.chart = chart;
    this.plot = this.drawn();
  }

  add(points: LivePoints): void {
    this.chart = withPoints(this.chart, points);
    this.drawSoon(() => this.plot.setData(this.data()));
  }

  replace(chart: LiveChart): void {
    this.chart = chart;
    this.redraw();
  }

  /** In other colours, or with other lines. */
  redraw(): void {
    this.plot.destroy();
    this.plot = this.drawn();
  }

  resize(): void {
    const size = this.size();
    if (size.width !== this.plot.width) this.plot.setSize(size);
  }

  private drawn(): uPlot {
    this.describe();
    return new uPlot(this.options(coloursNow()), this.data(), this.room);
  }

  /** Many pieces may come between two frames. */
  private drawSoon(draw: () => void): void {
    if (this.isDue) return;
    this.isDue = true;
    requestAnimationFrame(() => {
      this.isDue = false;
      this.describe();
      draw();
    });
  }

  private data(): uPlot.AlignedData {
    const { cycles, growth } = columnsOf(this.chart.series);
    return [[...cycles], ...growth.map((column) => [...column])];
  }

  private size(): { width: number; height: number } {
    const width = Math.max(200, this.room.clientWidth);
    return { width, height: width < NARROW ? 240 : 300 };
  }

  /** The chart in words, for those who do not see it. */
  private describe(): void {
    const { label, series } = this.chart;
    const grown = levelsAt(series, null).map((level) => this.levelText(level));
    this.room.setAttribute('aria-label', `Growth of ${label} over cycles. ${grown.join('; ')}.`);
  }

  private levelText({ arm, high, low, replicates }: ArmLevel): string {
    const { unit } = this.chart;
    const [least, most] = [formatAmount(low, unit), formatAmount(high, unit)];
    return `${arm}: ${least === most ? least : `${least} to ${most}`} in ${formatCounted(replicates, 'replicate')}`;
  }

  private options(colours: Colours): uPlot.Options {
    const axis = {
      stroke: colours.ink,
      grid: { stroke: colours.grid, width: 1 },
      ticks: { stroke: colours.grid },
    };
    const { series, unit } = this.chart;
    return {
      ...this.size(),
      legend: { show: false },
      cursor: { drag: { x: true, y: false }, points: { show: false } },
      scales: { x: { time: false }, y: { range: rangeOf } },
      series: [
        {},
        ...series.map(({ arm, replicate }) => ({
          label: replicate,
          stroke: colours.of(arm),
          width: 1.5,
          dash: dashOf(arm),
          spanGaps: true,
          points: { show: false },
        })),
      ],
      axes: [
        {
          ...axis,
          values: (_: uPlot, ticks: number[]) => ticks.map(tickText(formatCount)),
          label: 'cycles',
          labelSize: 20,
          size: 34,
        },
        {
          ...axis,
          values: (_: uPlot, ticks: number[]) => ticks.map(tickText((tick) => formatAmount(tick, unit))),
          size: 84,
          ...(unit === 'bytes' ? { incrs: BINARY_STEPS } : {}),
        },
      ],
      hooks: { setCursor: [(plot: uPlot) => this.read(plot)] },
    };
  }

  /** What is under the pointer, for those who see it; the same numbers are in no need of a pointer in the table. */
  private read(plot: uPlot): void {
    if (this.readout === null) return;
    const { idx } = plot.cursor;
    const cycle = idx === null || idx === undefined ? undefined : plot.data[0][idx];
    const levels = cycle === undefined ? [] : levelsAt(this.chart.series, cycle);
    this.readout.textContent =
      cycle === undefined
        ? ''
        : `Cycle ${formatCount(cycle)}. ${levels.map((each) => this.levelText(each)).join('; ')}`;
  }
}

/** As uPlot does, but for a line that stands still: of 0 it would show 0 to 100. */
function rangeOf(_: uPlot, low: number | null, high: number | null): uPlot.Range.MinMax {
  if (low === null || high === null) return [null, null];
  const [least, most] = spanAround(low, high) ?? uPlot.rangeNum(low, high, 0.1, true);
  return [least, most];
}

/** uPlot gives null for ticks that it leaves out. */
const tickText =
  (text: (tick: number) => string) =>
  (tick: number | null): string =>
    tick === null ? '' : text(tick);

/** The charts of a run's page. */
export class ChartsOnPage {
  private readonly plots = new Map<string, Plot>();

  constructor() {
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
      for (const plot of this.plots.values()) plot.redraw();
    });
    addEventListener('resize', () => {
      for (const plot of this.plots.values()) plot.resize();
    });
  }

  draw(charts: LiveCharts): void {
    for (const chart of charts) {
      const plot = this.plots.get(chart.resource);
      const room = document.querySelector(`[data-plot="${chart.resource}"]`);
      if (plot !== undefined) plot.replace(chart);
      else if (room instanceof HTMLElement) this.plots.set(chart.resource, new Plot(room, chart));
    }
    for (const figure of document.querySelectorAll('[data-figure]')) {
      if (figure instanceof HTMLElement) figure.hidden = !this.plots.has(figure.dataset['figure'] ?? '');
    }
    // A figure that was hidden had no width.
    for (const plot of this.plots.values()) plot.resize();
  }

  add(points: LivePoints): void {
    for (const plot of this.plots.values()) plot.add(points);
  }
}
