import { visible } from '../text.ts';

/** Text that is safe to put into a page. Only {@link html} and {@link trusted} make it. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What may stand in a template: markup as it is, lists of it, and anything else escaped. */
export type Content = Markup | string | number | readonly Content[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Escapes text for element content and for quoted attributes alike, in HTML and in SVG. */
function escapeText(text: string): string {
  return visible(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

function rendered(content: Content): string {
  if (content instanceof Markup) return content.text;
  if (typeof content === 'string') return escapeText(content);
  if (typeof content === 'number') return String(content);
  return content.map(rendered).join('');
}

/** The one way to make markup: what is written here is trusted, what is put in is escaped. */
export function html(literals: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  const parts = literals.map((literal, at) => literal + rendered(contents[at] ?? ''));
  return new Markup(parts.join(''));
}

/** Markup from a text of our own, such as a style sheet. Never for anything that was measured or typed in. */
export function trusted(text: string): Markup {
  return new Markup(text);
}

export const nothing = new Markup('');

/** A name from outside. Isolated, so that right-to-left names do not reorder the line they stand in. */
export function isolate(text: string): Markup {
  return html`<bdi>${text}</bdi>`;
}
