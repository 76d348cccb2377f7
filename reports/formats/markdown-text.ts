import { visible } from '../text.ts';

/**
 * A text in Markdown (CommonMark, GitHub's tables) that shows every character and means nothing more: no
 * emphasis, link, tag or cell. No more is escaped than that takes, since tickets are read as plain text, too.
 * `@name` and `#1` are left apart by a joiner: a ticket must page nobody.
 */
export function plain(text: string): string {
  return visible(text)
    .trim()
    .replace(/[\\`*<>|~$]|&(?=[#\p{L}\p{N}])/gu, '\\$&')
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
    .replace(/\](?=[([:])/g, '\\]')
    .replace(/(?<![\p{L}\p{N}])([@#])(?=[\p{L}\p{N}])/gu, '$1\u{2060}')
    .replace(/\b(https?|ftp|www)(?=[:.])/gi, '$1\u{2060}')
    .replace(LINE_START, (mark) => (/^\d/.test(mark) ? `${mark}\\` : `\\${mark}`));
}

/** What begins a list, a heading, a rule or a box to tick; of a number, the point after it is what counts. */
const LINE_START = /^(?:[-+=#[](?![\d.\p{L}\u{2060}])|\[(?=.\])|\d+(?=[.)](?:\s|$)))/u;

/** A name from outside as code, which is never interpreted; fenced by more backticks than it has in a row. */
export function code(text: string): string {
  const shown = visible(text);
  const longest = Math.max(0, ...(shown.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = /^`|`$|^ .* $/.test(shown) ? ' ' : '';
  return shown === '' ? '' : fence + pad + shown + pad + fence;
}

/** The same for the cell of a table, where a bar ends the cell even in code. */
export function codeCell(text: string): string {
  return code(text).replaceAll('|', '\\|');
}

/** A table with its header; cells are Markdown already. Columns of numbers are set right. */
export function table(
  columns: readonly { readonly title: string; readonly right?: boolean }[],
  rows: readonly (readonly string[])[],
): readonly string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(columns.map(({ title }) => title)),
    line(columns.map(({ right }) => (right === true ? '---:' : '---'))),
    ...rows.map(line),
  ];
}
