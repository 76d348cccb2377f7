import { isUtf8 } from 'node:buffer';
import { z } from 'zod';
import { LONGEST_JSON_BYTES, readRegularFile } from './input-file.ts';
import { faultOfJson } from './json-scanner.ts';

/** No artefact is a fifth as deep. */
const DEEPEST = 100;
/** Of wrong ones, the checker keeps 600 bytes each. */
const MOST_VALUES = 300_000;
/** Shorter texts can do no harm, and are not looked at twice. */
const LONG = 64 * 1024;
/** Of what is wrong with a file; what is right for one person to mend at a time. */
const MOST_ISSUES = 5;
const LONGEST_COMPLAINT = 2000;

export const JSON_BOUNDS = { depth: DEEPEST, values: MOST_VALUES } as const;

/**
 * What a JSON text says, in bounded memory.
 * @throws SyntaxError whose message says why not and where: `it is no JSON: line 2, column 5: there is no comma`. It
 * never quotes the text.
 */
export function parseJson(text: string): unknown {
  if (text.length > LONG) requireFaultless(text);
  try {
    return JSON.parse(text);
  } catch {
    requireFaultless(text);
    throw new SyntaxError('it is no JSON');
  }
}

function requireFaultless(text: string): void {
  const fault = faultOfJson(text, JSON_BOUNDS);
  if (fault === null) return;
  throw new SyntaxError(
    `it is no JSON that is read here: line ${fault.line}, column ${fault.column}: ${fault.what}`,
  );
}

/**
 * The text of a JSON file; a byte order mark is passed over.
 * @throws Error whose message says why it cannot be read
 */
export function readJsonText(file: string): string {
  const bytes = readRegularFile(file, LONGEST_JSON_BYTES);
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))
    throw new Error('it is UTF-16; save it as UTF-8');
  if (!isUtf8(bytes)) throw new Error('it is not UTF-8');
  const text = bytes.toString('utf8');
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}

/** What a JSON file says. @throws Error whose message says why it cannot be read, and where it fails */
export function readJsonFile(file: string): unknown {
  return parseJson(readJsonText(file));
}

/** What is wrong with a value, in lines of bounded length: the first few faults, each with its place. */
export function complaint(error: z.ZodError): string {
  const more = error.issues.length - MOST_ISSUES;
  const text = z.prettifyError({ issues: error.issues.slice(0, MOST_ISSUES) });
  const told = text.length > LONGEST_COMPLAINT ? `${text.slice(0, LONGEST_COMPLAINT)}…` : text;
  return more > 0 ? `${told}\n… and ${more} more` : told;
}
