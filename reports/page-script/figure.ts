import type { ArmName } from '../../harness/contract/arms.ts';
import type { ChartData } from '../chart/chart-data.ts';
import { LiveChart } from './chart.ts';
import { button, element, toggle } from './dom.ts';
import { readoutOf } from './readout.ts';
import { isWhole } from './view.ts';

/** What the rest of the page may do with a chart. */
export interface LiveFigure {
  hide(hidden: ReadonlySet<ArmName>): void;
  rebuild(): void;
}

const NARROWER = 0.5;
const WIDER = 2;
/** What a chart says while no sample is read. */
const POINT_AT_IT = 'Point at the chart for its values.';

/** Puts a chart with zoom, values and scales in the place of the drawing in a figure. */
export function enliven(
  figure: HTMLElement,
  data: ChartData,
  hintId: string,
  onHide: (arm: ArmName, hidden: boolean) => void,
): LiveFigure {
  const plot = element('div', {
    class: 'plot',
    tabindex: '0',
    role: 'application',
    'aria-label': `Growth of ${data.label} over cycles`,
    'aria-describedby': hintId,
  });
  const scale = element('p', { class: 'plot-scale', 'aria-hidden': 'true' });
  const readout = element('p', { class: 'readout', 'aria-live': 'polite' }, POINT_AT_IT);
  const dot = element('div', { class: 'dot' });
  dot.hidden = true;
  const whole = button('Whole run', () => chart.reset());
  const log = toggle(['Log scale'], false, (pressed) => {
    log.setAttribute('aria-pressed', String(pressed));
    chart.setLogarithmic(pressed);
  });
  const tools = element(
    'div',
    { class: 'tools', role: 'group', 'aria-label': `Chart of ${data.label}` },
    log,
    button('Zoom in', () => chart.zoom(NARROWER)),
    button('Zoom out', () => chart.zoom(WIDER)),
    whole,
  );
  const live = element(
    'div',
    { class: 'live' },
    element('div', { class: 'above-plot' }, scale, tools),
    plot,
    readout,
  );
  figure.querySelector('.drawing')?.before(live);

  const chart = new LiveChart(data, {
    figure,
    plot,
    dot,
    onReading: (reading, visible) => {
      readout.textContent = reading === null ? POINT_AT_IT : readoutOf(data, visible, reading);
    },
    onView: (view, scaleName) => {
      whole.disabled = isWhole(data, view);
      // A count is called what the heading says.
      const linear = `growth since the first sample${scaleName === '' ? '' : `, ${scaleName}`}`;
      scale.textContent = view.logarithmic ? 'growth, logarithmic around 0' : linear;
    },
  });
  plot.addEventListener('keydown', (event) => {
    if (pressKey(chart, event)) event.preventDefault();
  });
  new ResizeObserver(() => chart.resize()).observe(plot);
  const entries = legendToggles(figure, onHide);
  figure.classList.add('enlivened');
  return {
    rebuild: () => chart.rebuild(),
    hide: (hidden) => {
      for (const [arm, entry] of entries) entry.setAttribute('aria-pressed', String(!hidden.has(arm)));
      chart.hide(hidden);
    },
  };
}

/** Whether the key meant something. */
function pressKey(chart: LiveChart, { altKey, ctrlKey, key, metaKey }: KeyboardEvent): boolean {
  if (altKey || ctrlKey || metaKey) return false;
  const actions: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => chart.step(-1),
    ArrowRight: () => chart.step(1),
    PageUp: () => chart.step(-10),
    PageDown: () => chart.step(10),
    Home: () => chart.step(Number.NEGATIVE_INFINITY),
    End: () => chart.step(Number.POSITIVE_INFINITY),
    ArrowUp: () => chart.otherLine(-1),
    ArrowDown: () => chart.otherLine(1),
    '+': () => chart.zoom(NARROWER),
    '=': () => chart.zoom(NARROWER),
    '-': () => chart.zoom(WIDER),
    '0': () => chart.reset(),
    Escape: () => chart.reset(),
  };
  const action = Object.hasOwn(actions, key) ? actions[key] : undefined;
  action?.();
  return action !== undefined;
}

/** Entries of the legend become buttons that hide their arm, in all charts at once. */
function legendToggles(
  figure: Element,
  onHide: (arm: ArmName, hidden: boolean) => void,
): ReadonlyMap<ArmName, HTMLButtonElement> {
  const entries = new Map<ArmName, HTMLButtonElement>();
  for (const item of figure.querySelectorAll<HTMLElement>('.legend li')) {
    const arm = armOf(item.dataset['arm']);
    if (arm === null) continue;
    const entry = toggle([...item.childNodes], true, (pressed) => onHide(arm, !pressed));
    entry.title = 'Show or hide this arm in all charts';
    item.replaceChildren(entry);
    entries.set(arm, entry);
  }
  return entries;
}

function armOf(text: string | undefined): ArmName | null {
  switch (text) {
    case 'off':
    case 'on':
    case 'absent':
    case 'control':
      return text;
    default:
      return null;
  }
}
