import { PART_VERDICT_WORDING, type PartVerdict } from '../wording.ts';
import { html, type Markup } from './markup.ts';

/** A verdict on an arm or a resource, as a coloured word. */
export function badge(verdict: PartVerdict): Markup {
  const { word, tone } = PART_VERDICT_WORDING[verdict];
  return html`<span class="badge ${tone}">${word}</span>`;
}
