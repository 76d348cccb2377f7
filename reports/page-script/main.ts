import type { ArmName } from '../../harness/contract/arms.ts';
import type { ChartData } from '../chart/chart-data.ts';
import { element } from './dom.ts';
import { enliven, type LiveFigure } from './figure.ts';

const HINT = 'chart-hint';

/** Starts the charts of a report. Without it, and where it fails, the page keeps its drawings. */
function start(): void {
  const charts: readonly ChartData[] = JSON.parse(document.getElementById('chart-data')?.textContent ?? '[]');
  const figures: LiveFigure[] = [];
  const hidden = new Set<ArmName>();
  document.querySelector('.figures')?.before(hint());
  const onHide = (arm: ArmName, hide: boolean): void => {
    if (hide) hidden.add(arm);
    else hidden.delete(arm);
    for (const figure of figures) figure.hide(hidden);
  };
  for (const data of charts) {
    const figure = document.getElementById(`figure-${data.resource}`);
    if (figure === null) continue;
    try {
      figures.push(enliven(figure, data, HINT, onHide));
    } catch (error) {
      // This figure keeps its drawing; the others are none the worse.
      figure.querySelector('.live')?.remove();
      reportError(error);
    }
  }
  const rebuild = (): void => {
    for (const figure of figures) figure.rebuild();
  };
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', rebuild);
}

function hint(): HTMLElement {
  return element(
    'p',
    { class: 'lead live', id: HINT },
    'Drag over a chart to zoom, double-click it for the whole run, press a name in a legend to hide that arm. ',
    'With the keyboard: left and right go from sample to sample, up and down to another replicate, ',
    '+ and - zoom, 0 shows the whole run.',
  );
}

start();
