import type { LiveCharts, LivePoints, LiveState } from '../live/message.ts';
import { ChartsOnPage } from './live-charts.ts';

/** Who listens to the page is told no more often than that, so that what is read out comes to its end. */
const ANNOUNCE_MS = 15_000;

/** Keeps a run's page up to date until the run ends. */
function followRun(): void {
  const charts = new ChartsOnPage();
  const announcer = new Announcer();
  const source = new EventSource('events');
  const hear = (name: string, show: (data: string) => void): void =>
    source.addEventListener(name, (event) => {
      if (event instanceof MessageEvent) show(String(event.data));
    });
  source.addEventListener('open', () => showConnection(true));
  source.addEventListener('error', () => showConnection(false));
  hear('charts', (data) => charts.draw(parsed<LiveCharts>(data)));
  hear('points', (data) => charts.add(parsed<LivePoints>(data)));
  hear('state', (data) => {
    const state = parsed<LiveState>(data);
    show(state);
    announcer.hear(state);
  });
  // Otherwise the browser would connect again, for ever.
  hear('end', () => source.close());
  addEventListener('pagehide', () => source.close());
  addEventListener('pageshow', (event) => {
    // Out of the browser's cache of pages, with a stream that was closed.
    if (event.persisted) location.reload();
  });
}

/** Our own server made it: its types are what that was compiled with. */
function parsed<T>(data: string): T {
  const content: T = JSON.parse(data);
  return content;
}

function show({ cells, parts, tones }: LiveState): void {
  for (const element of elements('[data-cell]')) {
    const name = element.dataset['cell'] ?? '';
    const text = cells[name];
    if (text !== undefined && element.textContent !== text) element.textContent = text;
    const tone = tones[name];
    if (tone !== undefined && element.dataset['tone'] !== undefined) element.dataset['tone'] = tone;
  }
  for (const element of elements('[data-cell-tone]')) {
    element.dataset['tone'] = tones[element.dataset['cellTone'] ?? ''] ?? '';
  }
  for (const element of elements('[data-part]')) {
    element.hidden = !parts.includes(element.dataset['part'] ?? '');
  }
}

function showConnection(isOpen: boolean): void {
  for (const element of elements('[data-connection]')) {
    element.dataset['live'] = isOpen ? 'yes' : 'lost';
    element.textContent = isOpen ? 'Followed live.' : 'The server does not answer; trying again.';
  }
}

function elements(selector: string): readonly HTMLElement[] {
  return [...document.querySelectorAll(selector)].filter((each) => each instanceof HTMLElement);
}

/** Says how the run stands to those who listen: now and then, and at once when it ends. */
class Announcer {
  private saidAt = performance.now();

  hear({ announcement, isLive }: LiveState): void {
    const [element] = elements('[data-announce]');
    if (element === undefined || element.textContent === announcement) return;
    const now = performance.now();
    if (isLive && now - this.saidAt < ANNOUNCE_MS) return;
    this.saidAt = now;
    element.textContent = announcement;
  }
}

followRun();
