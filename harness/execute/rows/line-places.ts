/** So many are named one by one: a file may be broken in a million places. */
const MOST_NAMED = 5;

/** Lines of a file of which the same is to be said. */
export class LinePlaces {
  /** What was counted at all of them. */
  count = 0;
  private readonly named: number[] = [];
  private lines = 0;

  add(line: number, count = 1): void {
    this.lines += 1;
    this.count += count;
    if (this.named.length < MOST_NAMED) this.named.push(line);
  }

  /** One sentence, or none. @param one and @param many what is said of one line, and of several */
  say(file: string, one: string, many: string): readonly string[] {
    if (this.lines === 0) return [];
    if (this.lines === 1) return [`${file}:${this.list()} ${one}`];
    return [`${this.lines} lines of ${file} ${many}: ${this.list()}`];
  }

  /** The same of rows that are not there; the places are those of the rows after them. */
  sayMissing(file: string): readonly string[] {
    if (this.lines === 0) return [];
    const what = this.count === 1 ? '1 row is missing' : `${this.count} rows are missing`;
    const where =
      this.lines === 1 ? `before ${file}:${this.list()}` : `in ${file}, before lines ${this.list()}`;
    return [`${what} ${where}`];
  }

  private list(): string {
    return `${this.named.join(', ')}${this.lines > this.named.length ? ', …' : ''}`;
  }
}
