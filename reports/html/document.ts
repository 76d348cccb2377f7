import { type Content, html, trusted } from './markup.ts';
import { STYLE } from './style.ts';

/**
 * A whole page as one file: no script, no network, readable on paper and in the dark. It is well-formed XML as well as
 * HTML, so that other programs can take it apart.
 * @param ownStyle rules that this page has beyond those of all pages
 */
export function htmlDocument(title: string, body: Content, footer: Content, ownStyle = ''): string {
  return html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8"/>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta name="color-scheme" content="light dark"/>
<title>${title} – mapileak report</title>
<style>${trusted(STYLE + ownStyle)}</style>
</head>
<body>
<main>
${body}</main>
<footer><p>${footer}</p></footer>
</body>
</html>
`.text;
}
