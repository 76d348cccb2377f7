/** One way in which a name may be written, and how its alias is written then. */
export interface WrittenForm {
  readonly text: string;
  write(alias: string): string;
}

const plainly = (alias: string): string => alias;

/**
 * Every way in which a name is looked for besides other cases of ASCII letters: accents composed and decomposed, as
 * JSON, as part of an address, as HTML, in quotes of a CSV, and as the bytes of a .reg file (`hex(2):6d,00`). Aliases need
 * no escape.
 */
export function writtenForms(name: string): readonly WrittenForm[] {
  const spellings = new Set<string>();
  for (const normal of [name, name.normalize('NFC'), name.normalize('NFD')])
    for (const cased of [normal, normal.toLowerCase(), normal.toUpperCase()]) spellings.add(cased);
  const texts = new Set<string>();
  for (const spelling of spellings) for (const text of escapesOf(spelling)) texts.add(text);
  const hex = regHex(name);
  return [
    ...[...texts].map((text) => ({ text, write: plainly })),
    ...(hex === null ? [] : [{ text: hex, write: (alias: string) => regHex(alias) ?? alias }]),
  ];
}

function escapesOf(text: string): readonly string[] {
  const json = JSON.stringify(text).slice(1, -1);
  // Half a pair of surrogates cannot be part of an address.
  const wellFormed = Buffer.from(text).toString();
  return [
    text,
    json,
    asciiJson(json),
    // JSON in JSON, as in a message that quotes a row.
    JSON.stringify(json).slice(1, -1),
    encodeURIComponent(wellFormed),
    encodeURI(wellFormed),
    html(text, (character) => ENTITIES[character] ?? character),
    html(text, (character) => `&#${character.codePointAt(0)};`),
    html(text, (character) => `&#x${character.codePointAt(0)?.toString(16)};`),
    text.replaceAll('"', '""'),
    text.replaceAll("'", "''"),
    text.replaceAll('\\', '/'),
  ];
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const html = (text: string, entity: (character: string) => string): string =>
  text.replace(/[&<>"']|\P{ASCII}/gu, entity);

const asciiJson = (json: string): string =>
  json.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** Two characters are the least of which hexadecimal digits are no coincidence. */
function regHex(text: string): string | null {
  if (text.length < 2) return null;
  return Buffer.from(text, 'utf16le')
    .toString('hex')
    .replace(/..(?=.)/g, '$&,');
}
