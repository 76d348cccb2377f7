import type { ReportedRun } from './reported-run.ts';

/** The report that the summary on the terminal points to. */
export const HTML_REPORT_FILE = 'report.html';

/** A text, whole or in pieces in their order: what is made of millions of samples never is one string. */
export type Text = string | Iterable<string> | AsyncIterable<string>;

/** What a report is called, and what it is for. */
export interface ReportFacts {
  /** What `--report NAME=FILE` calls it. */
  readonly name: string;
  /** What its file would be called, as an example and in the run folder. */
  readonly fileName: string;
  /** Whether it names no mailbox, user or path, and other accounts' programs are meant to read it. */
  readonly forEveryone: boolean;
}

/** A report that is a file. Rendering is pure: the same input gives the same text. */
export interface Report<Input = ReportedRun> extends ReportFacts {
  render(input: Input): Text;
}

/** Joins small pieces of a text, so that each write is worth its system call. */
const PIECE_CHARACTERS = 64 * 1024;

/** The same text in pieces of some 64 KiB. */
export async function* inPieces(text: Text): AsyncGenerator<string> {
  if (typeof text === 'string') {
    yield text;
    return;
  }
  let parts: string[] = [];
  let size = 0;
  for await (const part of text) {
    parts.push(part);
    size += part.length;
    if (size < PIECE_CHARACTERS) continue;
    yield parts.join('');
    parts = [];
    size = 0;
  }
  if (size > 0) yield parts.join('');
}
