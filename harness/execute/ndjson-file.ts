import { closeSync, fdatasyncSync, fstatSync, openSync, truncateSync, writeSync } from 'node:fs';
import { sealedRow } from '../contract/sealed-row.ts';
import { notWritten } from './not-written.ts';

/**
 * A file of rows that is only ever appended to. A row is whole and on disk when `append` returns; what could not be written
 * whole is taken away again, or ended before the next row, so that it spoils no other.
 */
export class NdjsonFile {
  private readonly path: string;
  private readonly descriptor: number;
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
    return fstatSync(this.descriptor).size;
  }

  /** @throws HarnessError SAMPLES_NOT_WRITTEN, for instance because the disk is full; the row is not there then */
  append(row: object): void {
    const wasTorn = this.torn;
    const bytes = Buffer.from(`${wasTorn ? '\n' : ''}${sealedRow(row, this.nextRow)}\n`);
    let before: number | null = null;
    try {
      before = fstatSync(this.descriptor).size;
      this.torn = true;
      for (let written = 0; written < bytes.length; ) written += writeSync(this.descriptor, bytes, written);
      fdatasyncSync(this.descriptor);
      this.torn = false;
      this.nextRow += 1;
    } catch (error) {
      this.takeBack(before, wasTorn);
      throw notWritten(this.path, error);
    }
  }

  close(): void {
    closeSync(this.descriptor);
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
