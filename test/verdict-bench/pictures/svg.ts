import { html, type Markup } from '../../../reports/html/markup.ts';
import type { Outcome } from '../detector.ts';

/** Colours that stay apart for the colour-blind, on white: a picture in a page follows no theme. */
export const INK = '#1d1d1f';
export const SOFT = '#5c5c62';
export const GRID = '#e2e2e6';
export const VERDICT_COLOURS: Readonly<Record<Outcome['verdict'], string>> = {
  leak: '#c2410c',
  'no-leak': '#0369a1',
  inconclusive: '#a8a8ad',
};

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A whole SVG file. */
export function svgFile({ width, height }: Size, title: string, body: readonly Markup[]): string {
  const markup = html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="system-ui, 'Segoe UI', 'Helvetica Neue', 'DejaVu Sans', sans-serif">
<title>${title}</title>
<rect width="${width}" height="${height}" fill="#ffffff"/>
${body.map((part) => html`${part}\n`)}</svg>
`;
  return markup.text;
}

export interface TextStyle {
  readonly size?: number;
  readonly colour?: string;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly weight?: number;
  /** In degrees, about its own place. */
  readonly turn?: number;
}

export function text(x: number, y: number, words: string, style: TextStyle = {}): Markup {
  const { size = 11, colour = INK, anchor = 'start', weight = 400, turn = 0 } = style;
  const transform = turn === 0 ? '' : `rotate(${turn} ${tenth(x)} ${tenth(y)})`;
  return html`<text x="${tenth(x)}" y="${tenth(y)}" font-size="${size}" fill="${colour}" text-anchor="${anchor}" font-weight="${weight}" transform="${transform}">${words}</text>`;
}

export const line = (x1: number, y1: number, x2: number, y2: number, colour = GRID): Markup =>
  html`<path d="M${tenth(x1)} ${tenth(y1)}L${tenth(x2)} ${tenth(y2)}" stroke="${colour}" fill="none"/>`;

/** Pixels, to the tenth. */
export const tenth = (pixels: number): number => Math.round(pixels * 10) / 10;
