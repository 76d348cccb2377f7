import { html, type Markup } from '../../reports/html/markup.ts';
import type { Box } from '../verdict-bench/pictures/labels.ts';
import { line, SOFT, svgFile, text, VERDICT_COLOURS } from '../verdict-bench/pictures/svg.ts';
import { pathThrough, scalesOf, shade, WARM_UP } from './plot.ts';

/** What one phase of a replicate has: how long it is, in logons or in the time of as many, and what changes in it. */
interface PhaseOf {
  readonly words: string;
  readonly length: number;
  readonly logsOn: boolean;
  readonly changesMailbox: boolean;
  readonly isNew: boolean;
}

const PHASES: readonly PhaseOf[] = [
  { words: 'first pass', length: 200, logsOn: true, changesMailbox: true, isNew: true },
  { words: 'later passes', length: 300, logsOn: true, changesMailbox: true, isNew: false },
  { words: 'census', length: 36, logsOn: true, changesMailbox: true, isNew: false },
  { words: 'one mailbox', length: 200, logsOn: true, changesMailbox: false, isNew: false },
  { words: 'rest', length: 200, logsOn: false, changesMailbox: false, isNew: false },
];

const KINDS: readonly { readonly title: string; readonly grows: (phase: PhaseOf) => boolean }[] = [
  { title: 'per logon', grows: ({ logsOn }) => logsOn },
  { title: 'per change of identity', grows: ({ changesMailbox }) => changesMailbox },
  { title: 'per distinct mailbox', grows: ({ isNew }) => isNew },
  { title: 'per minute', grows: () => true },
];

const PANEL = { width: 232, height: 168 } as const;
const PLOT = { left: 10, top: 30, width: 212, height: 92 } as const;
const WHOLE = PHASES.reduce((total, { length }) => total + length, 0);

/** Where growth of each kind goes on, and where it stops. */
export function kindsPicture(): string {
  const panels = KINDS.map(({ grows, title }, index) => panel(title, grows, 8 + index * PANEL.width));
  const legend = PHASES.map(({ words }, index) => `${index + 1} ${words}`).join('  ·  ');
  const size = { width: 16 + KINDS.length * PANEL.width, height: PANEL.height };
  return svgFile(size, 'Kinds of growth, through the phases of a replicate', [
    ...panels,
    text(18, size.height - 14, legend, { size: 11, colour: SOFT }),
  ]);
}

function panel(title: string, grows: (phase: PhaseOf) => boolean, left: number): Markup {
  const box: Box = { x: left + PLOT.left, y: PLOT.top, width: PLOT.width, height: PLOT.height };
  const scales = scalesOf(box, { x: WHOLE, low: 0, high: WHOLE });
  const floor = box.y + box.height;
  const points: (readonly [number, number])[] = [[0, 0]];
  const marks: Markup[] = [];
  let at = 0;
  let level = 0;
  for (const [index, phase] of PHASES.entries()) {
    const from = at;
    at += phase.length;
    level += grows(phase) ? phase.length : 0;
    points.push([at, level]);
    const band = { ...box, x: scales.x(from), width: scales.x(at) - scales.x(from) };
    if (index % 2 === 0) marks.push(shade(band, WARM_UP));
    marks.push(
      text(scales.x((from + at) / 2), floor + 13, `${index + 1}`, {
        size: 10,
        colour: SOFT,
        anchor: 'middle',
      }),
    );
  }
  const curve = pathThrough(points, scales, VERDICT_COLOURS.leak, 2);
  return html`${text(box.x, 20, title, { size: 12, weight: 600 })}${marks}${line(box.x, floor, box.x + box.width, floor)}${curve}`;
}
