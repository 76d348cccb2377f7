import { type Content, html, type Markup, nothing } from '../../../reports/html/markup.ts';

export interface Shell {
  readonly title: string;
  /** The page's own script, by its asset name. */
  readonly script?: 'list-page' | 'run-page';
  /** Whether charts are drawn. */
  readonly hasCharts?: boolean;
  /** Without scripts the page is loaded again after so many seconds. */
  readonly refreshSeconds?: number;
  /** Where the page is: the list alone has nothing above it. */
  readonly isList?: boolean;
}

/** A page of the server. It says everything without scripts; those only keep it up to date. */
export function shell({ hasCharts, isList, refreshSeconds, script, title }: Shell, body: Content): string {
  const refresh = html`<noscript><meta http-equiv="refresh" content="${refreshSeconds ?? 0}"/></noscript>
`;
  const uplot = html`<script src="/assets/uPlot.js" defer=""></script>
`;
  const module = html`<script src="/assets/harness/serve/browser/${script ?? ''}.js" type="module"></script>
`;
  const way: Markup =
    isList === true
      ? nothing
      : html`<nav aria-label="Breadcrumb"><a href="/">All runs</a></nav>
`;
  return html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta name="color-scheme" content="light dark"/>
<title>${title} – mapileak</title>
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml"/>
<link rel="stylesheet" href="/assets/style.css"/>
${refreshSeconds === undefined ? nothing : refresh}${hasCharts === true ? uplot : nothing}${script === undefined ? nothing : module}</head>
<body>
<a class="skip" href="#content">Skip to content</a>
${way}<main id="content" tabindex="-1">
${body}</main>
<footer><p>mapileak serve. It shows run folders of this machine and changes nothing.</p></footer>
</body>
</html>
`.text;
}
