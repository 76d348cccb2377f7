import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { HarnessError, messageOf } from '../contract/errors.ts';

/**
 * A file of rows that is only ever appended to. A row is whole and on disk when `append` returns; one that could
 * not be written whole is ended before the next, so that it spoils no other.
 */
export class NdjsonFile {
  private readonly path: string;
  private readonly descriptor: number;
  private torn = false;

  constructor(path: string) {
    this.path = path;
    this.descriptor = openSync(path, 'a', 0o600);
  }

  /** @throws HarnessError SAMPLES_NOT_WRITTEN, for instance because the disk is full */
  append(row: object): void {
    const bytes = Buffer.from(`${this.torn ? '\n' : ''}${JSON.stringify(row)}\n`);
    try {
      this.torn = true;
      for (let written = 0; written < bytes.length; ) written += writeSync(this.descriptor, bytes, written);
      this.torn = false;
      fdatasyncSync(this.descriptor);
    } catch (error) {
      throw new HarnessError(
        'SAMPLES_NOT_WRITTEN',
        `${this.path} could not be written: ${messageOf(error)}`,
        'Make room, or name a folder on another disk with --out. What was written before is kept.',
        { cause: error },
      );
    }
  }

  close(): void {
    closeSync(this.descriptor);
  }
}
