import { createHash } from 'node:crypto';
import { html, type Markup, trusted } from './markup.ts';

/** What makes a page's charts interactive, as texts: the charting library and the page's own script. */
export interface PageScript {
  /** An ES module without imports. */
  readonly code: string;
  /** Rules of the charting library. */
  readonly style: string;
}

/** HTML sees two comments, XML that what is between them is no markup. */
const OPENING = '//<![CDATA[\n';
const CLOSING = '\n//]]>';

/** What would end the script early in HTML, or the section in XML; it is in a program by accident alone. */
const ENDINGS = /<\/script|<!--|\]\]>/gi;

/** Between its tags, to the byte. */
function contentOf({ code }: PageScript): string {
  const found = ENDINGS.exec(code)?.[0];
  ENDINGS.lastIndex = 0;
  if (found !== undefined) throw new Error(`a script with ${found} cannot stand in a page`);
  // What a browser hashes has no carriage returns.
  return `${OPENING}${code.replaceAll('\r\n', '\n')}${CLOSING}`;
}

/** How a content security policy names the script. */
export function scriptSource(script: PageScript): string {
  return `'sha256-${createHash('sha256').update(contentOf(script)).digest('base64')}'`;
}

/** A module, which browsers of before ES modules leave alone, and others run when the page has been read. */
export function inlineScript(script: PageScript): Markup {
  return html`<script type="module">${trusted(contentOf(script))}</script>
`;
}

/** Every character that means something to HTML or XML, or is not ASCII, as JSON's own escape. */
const UNSAFE = /[<>&'\u{7f}-\u{10ffff}]/gu;

/** Data for the script: whatever is in it, no text can end the element or become markup. */
export function inlineData(id: string, data: unknown): Markup {
  // JSON escapes what is below U+0020, and lone surrogates, by itself.
  const json = JSON.stringify(data).replace(UNSAFE, escaped);
  return html`<script type="application/json" id="${id}">${trusted(json)}</script>
`;
}

function escaped(character: string): string {
  return Array.from(
    { length: character.length },
    (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`,
  ).join('');
}
