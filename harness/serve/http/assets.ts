import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ICON } from '../pages/icon.ts';
import { PAGE_STYLE } from '../pages/style.ts';
import type { ContentKind } from './headers.ts';

export interface Asset {
  readonly kind: ContentKind;
  readonly content: Buffer;
}

/** `dist/`, where this runs. */
const DIST = fileURLToPath(new URL('../../../', import.meta.url));

/**
 * Scripts that pages load, by their places below dist/, which are their addresses, too: so what they import from one
 * another is found. Nothing else of dist/ is served.
 */
const SCRIPTS = [
  'harness/serve/browser/list-page.js',
  'harness/serve/browser/run-page.js',
  'harness/serve/browser/live-charts.js',
  'harness/serve/browser/chart-data.js',
  'harness/serve/browser/colours.js',
  'reports/format.js',
] as const;

/** Read once, at the start: what is not there fails then. */
export function readAssets(): ReadonlyMap<string, Asset> {
  const uplot = dirname(createRequire(import.meta.url).resolve('uplot'));
  const style = Buffer.concat([Buffer.from(PAGE_STYLE), readFileSync(join(uplot, 'uPlot.min.css'))]);
  return new Map<string, Asset>([
    ['style.css', { kind: 'style', content: style }],
    ['icon.svg', { kind: 'icon', content: Buffer.from(ICON) }],
    ['uPlot.js', { kind: 'script', content: readFileSync(join(uplot, 'uPlot.iife.min.js')) }],
    ...SCRIPTS.map((name): [string, Asset] => [
      name,
      { kind: 'script', content: readFileSync(join(DIST, ...name.split('/'))) },
    ]),
  ]);
}
