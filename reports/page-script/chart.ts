import type UPlot from 'uplot';
import type { ArmName } from '../../harness/contract/arms.ts';
import type { ChartData } from '../chart/chart-data.ts';
import type { Extent } from '../chart/geometry.ts';
import { drawLines, drawWarmUp } from './draw.ts';
import { cycleOf, growthOf, type Line, lineFrom, nearestIndex, type Reading } from './lines.ts';
import { growthAxis, makePlot, type PlotOwner } from './plot.ts';
import { readTheme, type Theme } from './theme.ts';
import { growthShown, showing, type View, wholeView, withCycles, zoomed } from './view.ts';

/** The parts of a figure that a chart writes to. */
export interface ChartPlaces {
  readonly figure: Element;
  /** Where the plot goes. */
  readonly plot: HTMLElement;
  readonly dot: HTMLElement;
  /** Told whenever a sample is read, or none is any more. */
  onReading(reading: Reading | null, visible: readonly Line[]): void;
  /** Told whenever another part of the chart is looked at, with what its growth axis is in. */
  onView(view: View, scaleName: string): void;
}

const ASPECT = 0.46;
const LOWEST_PIXELS = 220;

/** One chart: what is looked at, and which sample is read. */
export class LiveChart implements PlotOwner {
  readonly data: ChartData;
  private readonly places: ChartPlaces;
  private readonly lines: readonly Line[];
  private hidden: ReadonlySet<ArmName> = new Set();
  private looked: View;
  private colours: Theme;
  private plot: UPlot;
  private reading: Reading | null = null;

  constructor(data: ChartData, places: ChartPlaces) {
    this.data = data;
    this.places = places;
    this.lines = data.lines.map(lineFrom);
    this.looked = wholeView(data, false);
    this.colours = readTheme(places.figure);
    this.plot = this.draw();
  }

  view = (): View => this.looked;
  theme = (): Theme => this.colours;
  growth = (): Extent => growthShown(this.data, this.lines, this.hidden, this.looked);
  drawBelow = (plot: UPlot): void => drawWarmUp(plot, this.data, this.colours);
  selected = (cycles: Extent, growth: Extent | null): void =>
    this.look(withCycles(this.data, { ...this.looked, growth }, cycles));
  reset = (): void => this.look(wholeView(this.data, this.looked.logarithmic));

  drawAbove = (plot: UPlot): void => {
    const fits = this.data.fits.filter(({ arm }) => !this.hidden.has(arm));
    drawLines(plot, this.visible(), fits, this.colours);
  };

  pointed = (plot: UPlot, at: { readonly left: number; readonly top: number } | null): void =>
    this.read(at === null ? null : this.nearest(plot, at));

  /** Narrower by a factor below 1, wider above it, around the sample that is read. */
  zoom(factor: number): void {
    const { high, low } = this.looked.cycles;
    const centre = this.reading === null ? (low + high) / 2 : cycleOf(this.reading);
    this.look(zoomed(this.data, this.looked, factor, centre));
  }

  setLogarithmic(logarithmic: boolean): void {
    this.looked = { ...this.looked, growth: null, logarithmic };
    this.rebuild();
  }

  hide(hidden: ReadonlySet<ArmName>): void {
    this.hidden = hidden;
    if (this.reading !== null && hidden.has(this.reading.line.arm)) this.read(null);
    this.look({ ...this.looked, growth: null });
  }

  /** The reader's theme is another one, or the window has another resolution. */
  rebuild(): void {
    this.colours = readTheme(this.places.figure);
    this.plot.destroy();
    this.plot = this.draw();
    this.read(this.reading);
  }

  resize(): void {
    const { height, width } = this.size();
    if (width > 0 && (width !== this.plot.width || height !== this.plot.height)) {
      this.plot.setSize({ width, height });
      this.read(this.reading);
    }
  }

  /** Reads the sample so many further on the same line, or the first that is seen. */
  step(samples: number): void {
    const from = this.reading ?? this.firstSeen();
    if (from === null) return;
    const last = from.line.cycles.length - 1;
    const isFirst = this.reading === null && Number.isFinite(samples);
    const index = isFirst ? from.index : from.index + samples;
    this.readByKey({ line: from.line, index: Math.min(last, Math.max(0, index)) });
  }

  /** Reads another line at about the same cycle. */
  otherLine(lines: number): void {
    const visible = this.visible();
    const from = this.reading ?? this.firstSeen();
    if (from === null) return;
    const at = visible.indexOf(from.line);
    const line = visible[(at + lines + visible.length) % visible.length];
    if (line !== undefined) this.readByKey({ line, index: nearestIndex(line.cycles, cycleOf(from)) });
  }

  private visible(): readonly Line[] {
    return this.lines.filter(({ arm }) => !this.hidden.has(arm));
  }

  private firstSeen(): Reading | null {
    const [line] = this.visible();
    return line === undefined ? null : { line, index: nearestIndex(line.cycles, this.looked.cycles.low) };
  }

  private readByKey(reading: Reading): void {
    this.look(showing(this.data, this.looked, cycleOf(reading)));
    this.read(reading);
  }

  /** The sample nearest to the pointer's cycle on the line whose sample there is nearest to the pointer. */
  private nearest(plot: UPlot, at: { readonly left: number; readonly top: number }): Reading | null {
    const cycle = plot.posToVal(at.left, 'x');
    const distance = ({ line, index }: Reading): number =>
      Math.hypot(
        plot.valToPos(line.cycles[index] ?? 0, 'x') - at.left,
        plot.valToPos(line.growth[index] ?? 0, 'y') - at.top,
      );
    const readings = this.visible().map((line) => ({ line, index: nearestIndex(line.cycles, cycle) }));
    let best: Reading | null = null;
    for (const each of readings) if (best === null || distance(each) < distance(best)) best = each;
    return best;
  }

  private read(reading: Reading | null): void {
    this.reading = reading;
    this.places.onReading(reading, this.visible());
    const { dot } = this.places;
    if (reading === null) {
      dot.hidden = true;
      return;
    }
    const left = this.plot.valToPos(cycleOf(reading), 'x');
    const top = this.plot.valToPos(growthOf(reading), 'y');
    const { clientHeight, clientWidth } = this.plot.over;
    // It belongs into the plot, which is made anew with the scale.
    this.plot.over.append(dot);
    dot.hidden = left < -1 || top < -1 || left > clientWidth + 1 || top > clientHeight + 1;
    dot.style.left = `${left}px`;
    dot.style.top = `${top}px`;
    dot.style.background = this.colours.line(reading.line.arm).colour;
  }

  private look(view: View): void {
    this.looked = view;
    const growth = this.growth();
    const { plot } = this;
    plot.batch(() => {
      plot.setScale('x', { min: view.cycles.low, max: view.cycles.high });
      plot.setScale('y', { min: growth.low, max: growth.high });
    });
    this.tellView();
    this.read(this.reading);
  }

  private size(): { readonly width: number; readonly height: number } {
    const width = Math.floor(this.places.plot.clientWidth);
    return { width, height: Math.max(LOWEST_PIXELS, Math.round(width * ASPECT)) };
  }

  private draw(): UPlot {
    const { height, width } = this.size();
    const plot = makePlot(this, this.places.plot, width, height);
    this.tellView();
    return plot;
  }

  private tellView(): void {
    const { scaleName } = growthAxis(this.data, this.growth(), this.looked.logarithmic);
    this.places.onView(this.looked, scaleName);
  }
}
