import { thin } from '../../reports/chart/thin.ts';
import { html, type Markup } from '../../reports/html/markup.ts';
import type { Box } from '../verdict-bench/pictures/labels.ts';
import { tenth } from '../verdict-bench/pictures/svg.ts';

/** Where values of a plot lie in its picture. */
export interface Scales {
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
}

/** Values from low to high, side by side in a box from its lower left corner on. */
export function scalesOf(box: Box, to: { x: number; low: number; high: number }): Scales {
  return {
    x: (value) => box.x + (value / to.x) * box.width,
    y: (value) => box.y + (1 - (value - to.low) / (to.high - to.low)) * box.height,
  };
}

/** Of a trace as wide as a plot; each draws its lowest and its highest value. */
const DRAWN_COLUMNS = 90;

/** A trace with a value for each cycle. */
export function tracePath(trace: Float64Array, scales: Scales, colour: string): Markup {
  const points = thin(trace, DRAWN_COLUMNS).map((cycle) => [cycle, trace[cycle] ?? 0] as const);
  return pathThrough(points, scales, colour, 1);
}

export function pathThrough(
  points: readonly (readonly [number, number])[],
  { x, y }: Scales,
  colour: string,
  width: number,
): Markup {
  const moves = points.map(([at, value], i) => `${i === 0 ? 'M' : 'L'}${tenth(x(at))} ${tenth(y(value))}`);
  return html`<path d="${moves.join('')}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-linejoin="round"/>`;
}

export const shade = ({ x, y, width, height }: Box, colour: string): Markup =>
  html`<rect x="${tenth(x)}" y="${tenth(y)}" width="${tenth(width)}" height="${tenth(height)}" fill="${colour}"/>`;

export const dashed = (x1: number, y1: number, x2: number, y2: number, colour: string): Markup =>
  html`<path d="M${tenth(x1)} ${tenth(y1)}L${tenth(x2)} ${tenth(y2)}" stroke="${colour}" stroke-dasharray="3 3" fill="none"/>`;

export const dot = (x: number, y: number, radius: number, fill: string, stroke: string): Markup =>
  html`<circle cx="${tenth(x)}" cy="${tenth(y)}" r="${radius}" fill="${fill}" stroke="${stroke}"/>`;

/** What is left out as warm-up. */
export const WARM_UP = '#f0f0f3';
