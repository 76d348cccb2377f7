import { closeSync, fdatasyncSync, fstatSync, openSync, truncateSync, writeSync } from 'node:fs';
import { HarnessError } from '../contract/errors.ts';
import { sealedRow } from '../contract/sealed-row.ts';
import { notWritten, orNotWritten } from './not-written.ts';

/**
 * A file of rows that is only ever appended to. A row is whole and on disk when `append` returns; what could not be written
 * whole is taken away again, or ended before the next row, so that it spoils no other.
 */
export class NdjsonFile {
  private readonly path: string;
  /** null once it was closed. */
  private descriptor: number | null;
  private nextRow: number;
  private torn = false;

  /** @param lastRow the number of the last row that is there already */
  constructor(path: string, lastRow = 0) {
    this.path = path;
    this.descriptor = openSync(path, 'a', 0o600);
    this.nextRow = lastRow + 1;
  }

  /** The number of the last row that is there. */
  get lastRow(): number {
    return this.nextRow - 1;
  }

  get bytes(): number {
    return this.descriptor === null ? 0 : fstatSync(this.descriptor).size;
  }

  /** @throws HarnessError SAMPLES_NOT_WRITTEN, for instance because the disk is full; the row is not there then */
  append(row: object): void {
    const file = this.open();
    const wasTorn = this.torn;
    const bytes = Buffer.from(`${wasTorn ? '\n' : ''}${sealedRow(row, this.nextRow)}\n`);
    let before: number | null = null;
    try {
      before = fstatSync(file).size;
      this.torn = true;
      for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
      fdatasyncSync(file);
      this.torn = false;
      this.nextRow += 1;
    } catch (error) {
      this.takeBack(before, wasTorn);
      throw notWritten(this.path, error);
    }
  }

  close(): void {
    if (this.descriptor !== null) closeSync(this.descriptor);
    // Others may be given its number: nothing is ever written there again.
    this.descriptor = null;
  }

  /**
   * Goes on in a file of the same name, where the one that was closed may have got another. One that cannot be opened now is
   * tried again for the next row.
   */
  beginAnew(): void {
    this.close();
    this.torn = false;
    try {
      this.open();
    } catch (error) {
      if (!(error instanceof HarnessError)) throw error;
    }
  }

  private open(): number {
    this.descriptor ??= orNotWritten(this.path, () => openSync(this.path, 'a', 0o600));
    return this.descriptor;
  }

  private takeBack(size: number | null, wasTorn: boolean): void {
    if (size === null) return;
    try {
      // By its name, as Windows lets nobody shorten a file who may only append to it.
      truncateSync(this.path, size);
      this.torn = wasTorn;
    } catch {
      // The next row ends what is there of this one.
    }
  }
}
