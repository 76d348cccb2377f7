import { html } from '../../../reports/html/markup.ts';
import { shell } from './shell.ts';

/** A page that says why there is nothing else. */
export function messagePage(title: string, message: string): string {
  return shell(
    { title },
    html`<h1 class="title">${title}</h1>
<p class="notice">${message}</p>
`,
  );
}
