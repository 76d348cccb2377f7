import { stringify } from 'csv-stringify/sync';
import { visible } from '../../text.ts';

/** What a cell can hold. Of nothing an empty cell is made, which is not a zero. */
export type Cell = string | number | null | undefined;

/** Without it, Excel takes a file for one in the code page of its user. */
const BYTE_ORDER_MARK = '\u{feff}';

/**
 * Tables by RFC 4180: commas, CRLF, quotes only where needed, a header line; UTF-8. Numbers have a decimal
 * point and no grouping, whatever the locale. A text that a spreadsheet would take for a formula gets an
 * apostrophe in front (OWASP, CSV Injection): mailboxes may be called `=cmd|...`.
 */
const STYLE = {
  record_delimiter: '\r\n',
  quoted_match: /[\r\n]/,
  escape_formulas: true,
} as const;

export function csvHeader(columns: readonly string[]): string {
  return BYTE_ORDER_MARK + csvRow(columns);
}

export function csvRow(cells: readonly Cell[]): string {
  return csvRows([cells]);
}

/** Many rows at once cost less than each by itself. */
export function csvRows(rows: readonly (readonly Cell[])[]): string {
  return stringify(
    rows.map((cells) => cells.map(shown)),
    STYLE,
  );
}

/** The library leaves numbers as they are, negative ones too; it knows no NaN. */
function shown(cell: Cell): string | number | null {
  if (typeof cell === 'string') return visible(cell);
  return typeof cell === 'number' && Number.isFinite(cell) ? cell : null;
}
