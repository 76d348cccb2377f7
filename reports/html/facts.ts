import { type Content, html, type Markup } from './markup.ts';

export type Fact = readonly [label: string, value: Content];

/** Labels and values, one below the other. */
export function factList(facts: readonly Fact[]): Markup {
  return html`<dl>${facts.map(([label, value]) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>
`;
}
