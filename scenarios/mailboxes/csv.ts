import { createHash, type Hash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';
import { fileBytes } from './file-bytes.ts';
import { type Column, readHeader } from './header.ts';
import { inputError, type Problem } from './input-error.ts';
import type { Mailbox } from './mailbox.ts';
import { readRow } from './row.ts';

/** What a mailbox file held when it was read. */
export interface MailboxFileFacts {
  readonly count: number;
  /** Of the bytes of the file, in lower-case hex. */
  readonly sha256: string;
}

/** A valid row is far shorter, even all quoted and four bytes a character; an unclosed quote soon is not. */
const MAX_ROW_BYTES = 8192;

/**
 * Reads a mailbox file once, from end to end and in constant memory: CSV in UTF-8 with a header, `#` comments
 * and blank lines. Calls `visit` for each row in order.
 * @throws HarnessError INPUT_FILE at the first thing that is wrong, with its line.
 */
export async function scanMailboxFile(
  file: string,
  visit: (mailbox: Mailbox) => void,
): Promise<MailboxFileFacts> {
  const hash = createHash('sha256');
  const table = new TableReader(file, visit);
  const parser = parse({
    bom: true,
    comment: '#',
    comment_no_infix: true,
    max_record_size: MAX_ROW_BYTES,
    // A row must be judged before the parser trips over a later one, so nothing is left to a queue of rows.
    on_record: (fields, { lines }) => {
      table.accept(fields, lines);
      return null;
    },
    record_delimiter: ['\r\n', '\n'],
    skip_empty_lines: true,
    trim: true,
  });
  parser.resume();
  try {
    await pipeline(hashed(fileBytes(file), hash), parser);
  } catch (error) {
    if (error instanceof CsvError) throw table.errorOf(error);
    throw error;
  }
  return { count: table.finish(), sha256: hash.digest('hex') };
}

/** Turns the records of one file into mailboxes; the first record is the header. */
class TableReader {
  readonly #file: string;
  readonly #visit: (mailbox: Mailbox) => void;
  #columns: readonly Column[] | null = null;
  #count = 0;
  #lastLine = 0;

  constructor(file: string, visit: (mailbox: Mailbox) => void) {
    this.#file = file;
    this.#visit = visit;
  }

  /** `line` is where the record ends, from 1. */
  accept(fields: readonly string[], line: number): void {
    if (fields.some((field) => /[\r\n]/.test(field))) throw this.#quoteNotClosed();
    if (this.#columns === null) {
      const header = readHeader(fields);
      if ('problem' in header) throw this.#errorAt(line, header.problem);
      this.#columns = header.columns;
    } else {
      const row = readRow(this.#columns, fields);
      if ('problem' in row) throw this.#errorAt(line, row.problem);
      this.#count += 1;
      this.#visit(row.mailbox);
    }
    this.#lastLine = line;
  }

  /** How many rows there were. */
  finish(): number {
    if (this.#columns === null) {
      throw inputError(this.#file, {
        what: 'the file is empty',
        remedy:
          'Write a line of column names, such as "mailbox,user,domain,server", and a line for each mailbox.',
      });
    }
    if (this.#count === 0) {
      throw inputError(this.#file, {
        what: 'the file has a line of column names but no mailboxes',
        remedy: 'Add a line for each mailbox.',
      });
    }
    return this.#count;
  }

  /** The parser's own message is not used: it quotes the row. */
  errorOf(error: CsvError): Error {
    switch (error.code) {
      case 'CSV_QUOTE_NOT_CLOSED':
      case 'CSV_MAX_RECORD_SIZE':
        return this.#quoteNotClosed();
      case 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH':
        return this.#errorAt(error['lines'], {
          what: `the number of fields is not ${this.#columns?.length ?? 0}, as in the first line`,
          remedy: 'Give each row as many fields as the first line, and put fields with commas in quotes.',
        });
      default:
        return this.#errorAt(error['lines'], {
          what: 'a quote stands in the middle of a field',
          remedy: 'Put the whole field in quotes, and double each quote inside it.',
        });
    }
  }

  /** The line where the quote was opened is not known, only the last good one before it. */
  #quoteNotClosed(): Error {
    return inputError(`${this.#file}, after line ${this.#lastLine}`, {
      what: 'a quote is not closed on its line, or a row is far too long',
      remedy: 'Close each quote on the line that opens it.',
    });
  }

  #errorAt(line: unknown, problem: Problem): Error {
    return inputError(`${this.#file}, line ${line}`, problem);
  }
}

async function* hashed(chunks: AsyncIterable<Buffer>, hash: Hash): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    hash.update(chunk);
    yield chunk;
  }
}
