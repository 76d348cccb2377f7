import type { Unit } from '../../harness/contract/resources.ts';
import type { Rate } from '../../harness/contract/result.ts';
import { formatRate } from '../format.ts';
import { html, type Markup } from './markup.ts';

/** An estimate above its interval, as table cells show it. What matters is bold. */
export function rateText(rate: Rate, unit: Unit, matters = true): Markup {
  const { estimate, interval } = formatRate(rate, unit);
  const shown = matters ? html`<b>${estimate}</b>` : estimate;
  return html`${shown}<span class="interval-text">${interval}</span>`;
}
