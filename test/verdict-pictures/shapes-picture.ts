import { marginText, rateText } from '../../harness/analyse/words.ts';
import { formatAmount, formatCount } from '../../reports/format.ts';
import { html, type Markup } from '../../reports/html/markup.ts';
import type { Box } from '../verdict-bench/pictures/labels.ts';
import { INK, line, SOFT, svgFile, text, VERDICT_COLOURS } from '../verdict-bench/pictures/svg.ts';
import { MAX_CYCLES } from '../verdict-bench/settings.ts';
import { type JudgedRun, type Look, lastOf, rulesOf, runOf } from './judged.ts';
import { dashed, scalesOf, shade, tracePath, WARM_UP } from './plot.ts';
import { SHOWN, type Shown } from './shapes.ts';

/** Of a replicate, as `windowsOf` leaves it out. */
const WARM_UP_SHARE = 1 / 4;
const COLUMNS = 3;
const PANEL = { width: 326, height: 206 } as const;
const MARGIN = 14;
const PLOT = { left: 6, top: 26, width: 294, height: 110 } as const;
const NOTE =
  'Four processes each, busy heap bytes over logons. Shaded: warm-up, left out. Dashed: looks. A run stops at the look that settles it.';

/** Growth of several shapes, each with what was found at each look. */
export function shapesPicture(seed: number): string {
  const panels = SHOWN.map((shown, index) => {
    const left = MARGIN + (index % COLUMNS) * PANEL.width;
    return panel(shown, seed, left, MARGIN + Math.floor(index / COLUMNS) * PANEL.height);
  });
  const size = {
    width: 2 * MARGIN + COLUMNS * PANEL.width,
    height: 2 * MARGIN + Math.ceil(SHOWN.length / COLUMNS) * PANEL.height + 14,
  };
  const note = text(MARGIN + PLOT.left, size.height - MARGIN, NOTE, { size: 10.5, colour: SOFT });
  return svgFile(size, 'Growth of six shapes, and the verdict on each', [...panels, note]);
}

function panel({ family, title }: Shown, seed: number, left: number, top: number): Markup {
  const run = runOf(family, seed);
  const box: Box = { x: left + PLOT.left, y: top + PLOT.top, width: PLOT.width, height: PLOT.height };
  const last = lastOf(run.looks);
  const colour = VERDICT_COLOURS[last.judgement.finding.verdict];
  return html`${text(box.x, top + 14, title, { size: 13, weight: 600 })}${plot(run, box, colour)}${captions(run.looks, box)}`;
}

function plot({ looks, traces }: JudgedRun, box: Box, colour: string): Markup {
  const low = Math.min(...traces.map((trace) => trace.reduce((a, b) => Math.min(a, b))));
  const high = Math.max(...traces.map((trace) => trace.reduce((a, b) => Math.max(a, b))));
  const scales = scalesOf(box, { x: MAX_CYCLES, low, high });
  const floor = box.y + box.height;
  const warmUp = { ...box, width: scales.x(WARM_UP_SHARE * lastOf(looks).cycles) - box.x };
  const marks = looks.map(({ cycles }) => {
    const x = scales.x(cycles);
    return html`${dashed(x, box.y, x, floor, SOFT)}${text(x, floor + 13, formatCount(cycles), { size: 10, colour: SOFT, anchor: 'middle' })}`;
  });
  const drawn = traces.map((trace) => tracePath(trace, scales, colour));
  const height = text(box.x + box.width, box.y - 12, `height ${formatAmount(high - low, 'bytes')}`, {
    size: 10,
    colour: SOFT,
    anchor: 'end',
  });
  return html`${shade(warmUp, WARM_UP)}${line(box.x, floor, box.x + box.width, floor)}${marks}<g stroke-opacity="0.75">${drawn}</g>${height}`;
}

function captions(looks: readonly Look[], box: Box): Markup {
  const lines = looks.map((look, index) => {
    const isLast = index === looks.length - 1;
    const top = box.y + box.height + 30 + index * 15;
    const words = `${formatCount(look.cycles)}: ${wordsOf(look)}`;
    return text(box.x, top, words, { size: 10.5, weight: isLast ? 600 : 400, colour: isLast ? INK : SOFT });
  });
  return html`${lines}`;
}

function wordsOf({ judgement: { atMost, finding, hidden, rate } }: Look): string {
  switch (finding.verdict) {
    case 'leak':
      return `leak, ${rateText(rate, 'bytes')}`;
    case 'no-leak':
      return `no leak, at most ${Math.ceil(Math.max(atMost, hidden))} of ${marginText(rulesOf('arm'))}`;
    case 'inconclusive':
      return `inconclusive (${finding.cause}), ${rateText(rate, 'bytes')}`;
  }
}
