/** How long the last cycles of a replicate took, by its samples. */
export class SweepPace {
  private readonly most: number;
  private marks: readonly { readonly cycle: number; readonly elapsedMs: number }[] = [];

  /** @param most the largest number of cycles that will be asked about */
  constructor(most: number) {
    this.most = most;
  }

  add(cycle: number, elapsedMs: number): void {
    const marks = [...this.marks, { cycle, elapsedMs }];
    const first = marks.findLastIndex((mark) => mark.cycle <= cycle - this.most);
    this.marks = marks.slice(Math.max(first, 0));
  }

  /**
   * Milliseconds of the last so many cycles, or of as many as there were; between two samples it is
   * interpolated.
   */
  lastMs(cycles: number): number {
    const end = this.marks.at(-1);
    if (end === undefined) return 0;
    const from = end.cycle - cycles;
    const index = this.marks.findLastIndex((mark) => mark.cycle <= from);
    const before = this.marks[Math.max(index, 0)] ?? end;
    const after = this.marks[index + 1] ?? end;
    if (index < 0 || after.cycle <= before.cycle) return end.elapsedMs - before.elapsedMs;
    const part = (from - before.cycle) / (after.cycle - before.cycle);
    return end.elapsedMs - (before.elapsedMs + part * (after.elapsedMs - before.elapsedMs));
  }
}
