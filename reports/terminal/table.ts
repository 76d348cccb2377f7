import stringWidth from 'string-width';

/** The lines of one cell, top to bottom; they may hold ANSI colours. */
export type Cell = readonly string[];
export type Row = readonly Cell[];

export interface Table {
  readonly lines: readonly string[];
  /** Columns of the widest line. */
  readonly width: number;
}

const GAP = '  ';

/** Sets rows under a heading, each column as wide as its widest line; `rule` underlines the heading. */
export function layOut(heading: readonly string[], rows: readonly Row[], rule: string): Table {
  const all: readonly Row[] = [heading.map((text) => [text]), ...rows];
  const widths = heading.map((_, column) =>
    Math.max(...all.flatMap((row) => (row[column] ?? []).map((line) => stringWidth(line)))),
  );
  const width = widths.reduce((sum, each) => sum + each, 0) + GAP.length * (widths.length - 1);
  const [head = [], ...body] = all.map((row) => linesOf(row, widths));
  return { lines: [...head, rule.repeat(width), ...body.flat()], width };
}

function linesOf(row: Row, widths: readonly number[]): string[] {
  const height = Math.max(...row.map((cell) => cell.length));
  return Array.from({ length: height }, (_, at) =>
    row
      .map((cell, column) => padEnd(cell[at] ?? '', widths[column] ?? 0))
      .join(GAP)
      .trimEnd(),
  );
}

/** Pads by columns on the screen, not by UTF-16 units. */
export function padEnd(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - stringWidth(text)));
}
