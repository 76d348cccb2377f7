import type UPlot from 'uplot';
import type { ChartData } from '../chart/chart-data.ts';
import { type Fit, fitShape, type Point } from '../chart/geometry.ts';
import { isMarked, MARKED_LINES_PER_ARM, markShape } from '../chart/marks.ts';
import { type Line, lastAtOrBefore } from './lines.ts';
import type { Theme } from './theme.ts';

/** CSS pixels, as in the style sheet's rules for the same chart as SVG. */
const LINE_WIDTH = 1.4;
const LINE_OPACITY = 0.85;
const FIT_WIDTH = 7;
const FIT_OPACITY = 0.24;
const SECTOR_OPACITY = 0.1;
const MARK_ROOM = 5;

/** Draws into the rectangle between the axes, in CSS pixels from its left upper corner. */
function inPlot(plot: UPlot, room: number, draw: (context: CanvasRenderingContext2D) => void): void {
  const { ctx, bbox } = plot;
  const ratio = bbox.width / plot.over.clientWidth;
  if (!Number.isFinite(ratio)) return;
  ctx.save();
  ctx.translate(bbox.left, bbox.top);
  ctx.scale(ratio, ratio);
  ctx.beginPath();
  ctx.rect(-room, -room, plot.over.clientWidth + 2 * room, plot.over.clientHeight + 2 * room);
  ctx.clip();
  draw(ctx);
  ctx.restore();
}

/** Below the axes' grid: the cycles that are part of no rate. */
export function drawWarmUp(plot: UPlot, data: ChartData, theme: Theme): void {
  if (data.warmUpToCycle <= data.cycles.low) return;
  inPlot(plot, 0, (context) => {
    const from = plot.valToPos(data.cycles.low, 'x');
    const to = plot.valToPos(data.warmUpToCycle, 'x');
    context.fillStyle = theme.shade;
    context.fillRect(from, 0, to - from, plot.over.clientHeight);
    context.fillStyle = theme.soft;
    context.font = theme.font;
    const label = 'warm-up';
    const left = Math.max(from, 0) + 6;
    if (to - left > context.measureText(label).width + 6) context.fillText(label, left, 16);
  });
}

/** Above it: fitted lines with their intervals, the replicates, and their marks. */
export function drawLines(plot: UPlot, lines: readonly Line[], fits: readonly Fit[], theme: Theme): void {
  inPlot(plot, MARK_ROOM, (context) => {
    context.lineJoin = 'round';
    for (const fit of fits) drawFit(context, plot, fit, theme);
    for (const line of lines) drawLine(context, plot, line, theme);
    markedLines(lines).forEach((line, order) => {
      drawMarks(context, plot, line, order, theme);
    });
  });
}

/** Beyond it nothing is seen, and a dashed line that long would take seconds. */
const FAR_OUTSIDE = 10_000;

function positionOf(plot: UPlot, cycle: number, growth: number): readonly [number, number] {
  const y = plot.valToPos(growth, 'y');
  return [plot.valToPos(cycle, 'x'), Math.min(FAR_OUTSIDE, Math.max(-FAR_OUTSIDE, y))];
}

function pathThrough(plot: UPlot, points: readonly Point[]): Path2D {
  const path = new Path2D();
  for (const { x, y } of points) path.lineTo(...positionOf(plot, x, y));
  return path;
}

const CURVE_PIECES = 48;

/** A straight line is bent by a logarithmic axis, so it is drawn in pieces. */
function pieces([from, to]: readonly [Point, Point]): readonly Point[] {
  return Array.from({ length: CURVE_PIECES + 1 }, (_, piece) => ({
    x: from.x + ((to.x - from.x) * piece) / CURVE_PIECES,
    y: from.y + ((to.y - from.y) * piece) / CURVE_PIECES,
  }));
}

function drawFit(context: CanvasRenderingContext2D, plot: UPlot, fit: Fit, theme: Theme): void {
  const { line, sector } = fitShape(fit);
  const { colour } = theme.line(fit.arm);
  const edges = (
    [
      [0, 1],
      [2, 3],
    ] as const
  ).flatMap(([one, other]) => {
    const [from, to] = [sector[one], sector[other]];
    return from === undefined || to === undefined ? [] : pieces([from, to]);
  });
  const [from, to] = line;
  context.fillStyle = colour;
  context.globalAlpha = SECTOR_OPACITY;
  context.fill(pathThrough(plot, edges));
  if (from === undefined || to === undefined) return;
  context.setLineDash([]);
  context.lineWidth = FIT_WIDTH;
  context.strokeStyle = colour;
  context.globalAlpha = FIT_OPACITY;
  context.stroke(pathThrough(plot, pieces([from, to])));
}

function drawLine(context: CanvasRenderingContext2D, plot: UPlot, line: Line, theme: Theme): void {
  const { colour, dash } = theme.line(line.arm);
  const path = new Path2D();
  const { from, to } = shownIndices(plot, line);
  for (let at = Math.max(0, from - 1); at <= Math.min(line.cycles.length - 1, to + 1); at += 1) {
    path.lineTo(...positionOf(plot, line.cycles[at] ?? 0, line.growth[at] ?? 0));
  }
  context.strokeStyle = colour;
  context.globalAlpha = LINE_OPACITY;
  context.lineWidth = LINE_WIDTH;
  context.setLineDash([...dash]);
  context.stroke(path);
}

/** The first and the last sample between the edges of the plot. */
function shownIndices(plot: UPlot, { cycles }: Line): { readonly from: number; readonly to: number } {
  const { max, min } = plot.scales['x'] ?? {};
  if (max == null || min == null) return { from: 0, to: -1 };
  const before = lastAtOrBefore(cycles, min);
  return { from: cycles[before] === min ? before : before + 1, to: lastAtOrBefore(cycles, max) };
}

function markedLines(lines: readonly Line[]): readonly Line[] {
  const counted = new Map<string, number>();
  return lines.filter(({ arm }) => {
    const before = counted.get(arm) ?? 0;
    counted.set(arm, before + 1);
    return before < MARKED_LINES_PER_ARM;
  });
}

/** As many marks on what is shown as on the whole: looking closer must not lose them. */
function drawMarks(
  context: CanvasRenderingContext2D,
  plot: UPlot,
  line: Line,
  order: number,
  theme: Theme,
): void {
  const { colour } = theme.line(line.arm);
  context.globalAlpha = 1;
  context.fillStyle = colour;
  context.strokeStyle = colour;
  context.lineWidth = 1.5;
  context.setLineDash([]);
  const { from, to } = shownIndices(plot, line);
  for (let at = from; at <= to; at += 1) {
    if (!isMarked(at - from, to - from + 1, order)) continue;
    const shape = new Path2D(
      markShape(line.arm, ...positionOf(plot, line.cycles[at] ?? 0, line.growth[at] ?? 0)),
    );
    if (line.arm === 'control') context.stroke(shape);
    else context.fill(shape);
  }
}
