/** Control characters, lone surrogates, and marks that reorder the text around them (Unicode UAX #9). */
const INVISIBLE =
  /[\p{Cc}\p{Cs}\u{61c}\u{200b}-\u{200f}\u{2028}-\u{202e}\u{2060}-\u{2069}\u{feff}\u{fffe}\u{ffff}]/gu;

/**
 * Text from outside (mailbox names, paths, messages) so that it shows what it holds and cannot steer what shows
 * it: line breaks become spaces, and invisible characters become escapes (`\u{202e}`).
 */
export function visible(text: string): string {
  return text
    .replace(/\s*[\t\r\n]+\s*/g, ' ')
    .replace(INVISIBLE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}
