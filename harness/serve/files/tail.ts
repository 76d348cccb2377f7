import type { FileHandle } from 'node:fs/promises';
import { Lines } from '../live/lines.ts';
import { openBelow } from './open.ts';

const CHUNK_BYTES = 256 * 1024;

/**
 * What became of a look for new lines. `gone`: the file is not there (any more), or is not the one that was read
 * before: shorter, or another one of its name.
 */
export type Tailed = 'read' | 'gone' | 'unreadable';

/** Reads a file that grows: every call tells the whole lines that were added since the one before. */
export class FileTail {
  private readonly folder: string;
  private readonly name: string;
  private readonly lines = new Lines();
  private offset = 0;
  private inode: number | null = null;

  /** @param folder a real path */
  constructor(folder: string, name: string) {
    this.folder = folder;
    this.name = name;
  }

  /**
   * Opened for each look: who tails a file must not keep its owner from removing it, which an open file does on
   * Windows. @param hear may be slow: other work gets its turn between two pieces of a large file
   */
  async read(hear: (line: string) => void): Promise<Tailed> {
    const file = await openBelow(this.folder, this.name);
    if (file === null) return 'gone';
    try {
      const { ino, size } = await file.stat();
      if (size < this.offset || (this.inode !== null && this.inode !== ino)) return 'gone';
      this.inode = ino;
      await this.readOn(file, size, hear);
      return 'read';
    } catch {
      return 'unreadable';
    } finally {
      await file.close();
    }
  }

  private async readOn(file: FileHandle, size: number, hear: (line: string) => void): Promise<void> {
    const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
    while (this.offset < size) {
      const { bytesRead } = await file.read(buffer, 0, CHUNK_BYTES, this.offset);
      if (bytesRead === 0) return;
      this.offset += bytesRead;
      for (const line of this.lines.push(buffer.subarray(0, bytesRead))) hear(line);
    }
  }
}
