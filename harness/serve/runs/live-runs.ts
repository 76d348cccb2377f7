import { readPlan } from '../../execute/read-run-folder.ts';
import { JudgeThread } from '../live/judge.ts';
import { LiveRun } from '../live/live-run.ts';

/** A run that nobody has wanted to see for so long is read no more. */
const KEPT_MS = 30_000;
/** Runs that are read at the same time; of those that nobody listens to, the one that waited longest makes room. */
const MOST_RUNS = 8;

/** The runs that somebody looks at, each read once however many look. */
export class LiveRuns {
  private readonly runs = new Map<string, Promise<LiveRun>>();
  private readonly open = new Map<string, LiveRun>();
  private readonly thread = new JudgeThread();
  private readonly sweeping = setInterval(() => this.sweep(), KEPT_MS);

  /**
   * @param folder a real path
   * @throws HarnessError RUN_FOLDER if its plan cannot be read
   */
  async get(folder: string): Promise<LiveRun> {
    this.sweep();
    const found = this.runs.get(folder) ?? this.start(folder);
    this.runs.set(folder, found);
    const run = await found;
    run.wantedAtMs = performance.now();
    return run;
  }

  /** Pages that listen to any of them. */
  get listeners(): number {
    return [...this.open.values()].reduce((sum, run) => sum + run.listeners, 0);
  }

  close(): void {
    clearInterval(this.sweeping);
    this.thread.close();
    for (const folder of [...this.open.keys()]) this.drop(folder);
  }

  /** Lets go of runs that nobody looks at any more. */
  sweep(): void {
    const idle = [...this.open]
      .filter(([, run]) => run.listeners === 0)
      .toSorted(([, a], [, b]) => a.wantedAtMs - b.wantedAtMs);
    const tooMany = this.open.size - MOST_RUNS + 1;
    for (const [at, [folder, run]] of idle.entries()) {
      if (run.isClosed || at < tooMany || performance.now() - run.wantedAtMs > KEPT_MS) this.drop(folder);
    }
  }

  private async start(folder: string): Promise<LiveRun> {
    try {
      const run = new LiveRun(folder, await readPlan(folder), this.thread.judge);
      this.open.set(folder, run);
      return run;
    } catch (error) {
      this.runs.delete(folder);
      throw error;
    }
  }

  private drop(folder: string): void {
    this.open.get(folder)?.close();
    this.open.delete(folder);
    this.runs.delete(folder);
  }
}
