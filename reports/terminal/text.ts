import stringWidth from 'string-width';
import type { Screen } from '../screen.ts';
import { visible } from '../text.ts';

const NO_BREAK = '\u{a0}';

const ASCII_FOR: Readonly<Record<string, string>> = {
  [NO_BREAK]: NO_BREAK,
  '‐': '-',
  '–': '-',
  '—': '-',
  '−': '-',
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '…': '...',
  '≤': '<=',
  '≥': '>=',
  '×': 'x',
};

/** Text from outside as this screen can show it: nothing invisible, and only ASCII where the screen needs that. */
export function screenText(text: string, screen: Screen): string {
  const safe = visible(text);
  return screen.unicode ? safe : safe.replace(/\P{ASCII}/gu, (character) => ASCII_FOR[character] ?? '?');
}

/** Keeps the words of a text on one line, wherever {@link wrap} finds room for them. */
export function together(text: string): string {
  return text.replaceAll(' ', NO_BREAK);
}

/** More characters for a column than text has. */
const MOST_PER_COLUMN = 8;

/**
 * The longest start of a word that fits into so many columns, and at least one character. Paths are broken
 * after a separator if they can be.
 */
function fittingStart(word: string, columns: number): string {
  const characters = [...word.slice(0, MOST_PER_COLUMN * Math.max(columns, 1))];
  const first = (count: number): string => characters.slice(0, count).join('');
  let [fits, tooMany] = [1, characters.length + 1];
  while (tooMany - fits > 1) {
    const count = Math.floor((fits + tooMany) / 2);
    if (stringWidth(first(count)) <= columns) fits = count;
    else tooMany = count;
  }
  const start = first(fits);
  const separator = Math.max(start.lastIndexOf('/'), start.lastIndexOf('\\'));
  return start === word || separator < 1 ? start : start.slice(0, separator + 1);
}

/** Whether a text needs more columns than there are, without measuring all of a long one. */
function isWider(text: string, columns: number): boolean {
  const start = text.slice(0, MOST_PER_COLUMN * columns);
  return stringWidth(start) > columns || (start !== text && stringWidth(text) > columns);
}

/** A line with nothing but its margin. Other blanks of Unicode are characters of the text. */
function isEmpty(line: string): boolean {
  return /^ *$/.test(line);
}

/** Breaks text into lines of so many columns, between words where it can. Later lines are indented. */
export function wrap(text: string, columns: number, indent = 0): string[] {
  const lines: string[] = [];
  const margin = ' '.repeat(indent);
  let line = '';
  for (const word of text.split(' ').filter((part) => part !== '')) {
    let rest = word;
    const joined = isEmpty(line) ? line + rest : `${line} ${rest}`;
    if (!isWider(joined, columns)) {
      line = joined;
      continue;
    }
    if (!isEmpty(line)) {
      lines.push(line);
      line = margin;
    }
    while (isWider(line + rest, columns)) {
      const start = fittingStart(rest, columns - stringWidth(line));
      if (start === rest) break;
      lines.push(line + start);
      rest = rest.slice(start.length);
      line = margin;
    }
    line += rest;
  }
  if (!isEmpty(line)) lines.push(line);
  return lines.map((each) => each.replaceAll(NO_BREAK, ' '));
}

/** Torn apart by a line break, an interval is hard to read. */
export function keepIntervals(text: string): string {
  return text.replace(/\[[^[\]]*\]/g, together);
}
