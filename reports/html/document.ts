import { inlineScript, type PageScript, scriptSource } from './inline-script.ts';
import { type Content, html, type Markup, nothing, trusted } from './markup.ts';
import { STYLE } from './style.ts';

/** What a page brings to life, beside what it shows without scripts. */
export interface PageLife {
  /** Data that the script reads, as elements. */
  readonly data: Markup;
  readonly script: PageScript;
}

/** What one page has beyond all pages. */
export interface OwnOfPage {
  readonly style?: string;
  readonly life?: PageLife | null;
}

/**
 * A whole page as one file: no network, no script but its own, readable without it, on paper and in the dark. It
 * is well-formed XML as well as HTML, so that other programs can take it apart.
 */
export function htmlDocument(title: string, body: Content, footer: Content, own: OwnOfPage = {}): string {
  const life = own.life ?? null;
  const style = `${life?.script.style ?? ''}${STYLE}${own.style ?? ''}`;
  return html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8"/>
<meta http-equiv="Content-Security-Policy" content="${trusted(policyOf(life))}"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta name="color-scheme" content="light dark"/>
<title>${title} – mapileak report</title>
<style>${trusted(style)}</style>
</head>
<body>
<main>
${body}</main>
<footer><p>${footer}</p></footer>
${life === null ? nothing : html`${life.data}${inlineScript(life.script)}`}</body>
</html>
`.text;
}

/** Nothing from elsewhere, and of scripts only the one whose hash this is. */
function policyOf(life: PageLife | null): string {
  const script = life === null ? '' : `script-src ${scriptSource(life.script)}; `;
  return `default-src 'none'; ${script}style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'`;
}
