const LINE_FEED = 0x0a;
/** No row is that long; who writes such a line writes no run folder. */
export const LONGEST_LINE_BYTES = 16 * 1024 * 1024;

/** Cuts bytes that come in pieces into whole lines; a torn last line waits for its rest. */
export class Lines {
  private rest: Buffer = Buffer.alloc(0);

  /** @throws RangeError for a line longer than {@link LONGEST_LINE_BYTES} */
  push(bytes: Buffer): readonly string[] {
    const lines: string[] = [];
    let from = 0;
    // Bytes of UTF-8 characters are never a line feed, so that no character is cut.
    for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, from)) {
      lines.push(this.ended(bytes.subarray(from, end)));
      from = end + 1;
    }
    if (this.rest.length + bytes.length - from > LONGEST_LINE_BYTES)
      throw new RangeError('a line without end');
    if (from < bytes.length) this.rest = Buffer.concat([this.rest, bytes.subarray(from)]);
    return lines.filter((line) => line.trim() !== '');
  }

  private ended(bytes: Buffer): string {
    const line = this.rest.length === 0 ? bytes : Buffer.concat([this.rest, bytes]);
    this.rest = Buffer.alloc(0);
    return line.toString('utf8');
  }
}
