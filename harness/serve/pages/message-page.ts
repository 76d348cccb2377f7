import { type Content, html } from '../../../reports/html/markup.ts';
import { shell } from './shell.ts';

/** A page that says why there is nothing else. @param more what follows the message */
export function messagePage(title: string, message: string, more: Content = ''): string {
  return shell(
    { title },
    html`<h1 class="title">${title}</h1>
<p class="notice">${message}</p>
${more}`,
  );
}
