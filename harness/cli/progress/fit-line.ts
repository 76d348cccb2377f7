import stringWidth from 'string-width';

/** A part of a line, and how it may be shortened. */
export interface LinePart {
  readonly whole: string;
  /** Shorter forms, one after the other; an empty one leaves the part out. Of all parts, low ranks go first. */
  readonly shorter: readonly { readonly rank: number; readonly text: string }[];
}

const BETWEEN = '  ';

/**
 * A line of at most so many columns: the least important things are shortened or left out first, one after the other.
 * Nothing is cut in its middle but what is left when all else is gone.
 */
export function fitLine(parts: readonly LinePart[], columns: number): string {
  const shown = parts.map(({ whole }) => whole);
  const steps = parts
    .flatMap(({ shorter }, index) => shorter.map((step) => ({ ...step, index })))
    .sort((a, b) => a.rank - b.rank);
  for (const { index, text } of steps) {
    if (stringWidth(join(shown)) <= columns) break;
    shown[index] = text;
  }
  return cut(join(shown), columns);
}

/** The line at its full length. */
export const wholeLine = (parts: readonly LinePart[]): string => join(parts.map(({ whole }) => whole));

const join = (texts: readonly string[]): string => texts.filter((text) => text !== '').join(BETWEEN);

function cut(line: string, columns: number): string {
  let start = '';
  for (const character of line) {
    if (stringWidth(start + character) > columns) break;
    start += character;
  }
  return start;
}
