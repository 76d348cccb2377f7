/** Lines are cut to so many characters: a pattern is asked about no more than that, however long a line is. */
export const LONGEST_LINE = 4096;

export interface SplitLines {
  /** Whole lines without their ends, oldest first; of longer ones the first 4,096 characters. */
  readonly lines: readonly string[];
  /** How many of them were cut. */
  readonly cut: number;
}

/** Puts the pieces in which a log is read together to lines. An end is LF or CR LF; what has none yet is kept. */
export class LineSplitter {
  private begun = '';
  private isCut = false;
  private skips: boolean;

  /** @param begunBefore whether the first piece may begin within a line, which then is nobody's */
  constructor(begunBefore = false) {
    this.skips = begunBefore;
  }

  add(text: string): SplitLines {
    const lines: string[] = [];
    let cut = 0;
    let from = 0;
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', from)) {
      this.extend(text.slice(from, end));
      if (this.isCut) cut += 1;
      if (!this.skips) lines.push(this.begun.replace(/\r$/, ''));
      this.startLine();
      from = end + 1;
    }
    this.extend(text.slice(from));
    return { lines, cut };
  }

  /** What was begun and will get no end, as its file is over; nothing if nothing was. */
  flush(): SplitLines {
    const lines = this.begun === '' || this.skips ? [] : [this.begun.replace(/\r$/, '')];
    const cut = this.isCut && lines.length > 0 ? 1 : 0;
    this.startLine();
    return { lines, cut };
  }

  private extend(text: string): void {
    const room = LONGEST_LINE - this.begun.length;
    // One character more than fits: it may be the CR of a line of just that length.
    if (text.length > room + 1 || (text.length === room + 1 && !text.endsWith('\r'))) this.isCut = true;
    this.begun += text.slice(0, Math.max(0, room));
  }

  private startLine(): void {
    this.begun = '';
    this.isCut = false;
    this.skips = false;
  }
}
