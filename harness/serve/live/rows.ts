import type { z } from 'zod';
import { eventSchema } from '../../contract/event.ts';
import { sampleSchema } from '../../contract/sample.ts';
import type { ReadParts } from '../../execute/read-run-folder.ts';
import { RowCheck } from '../../execute/rows/row-check.ts';
import { type RowListener, RUN_FILES } from '../../execute/run-folder.ts';
import { FileTail, type Tailed } from '../files/tail.ts';

/**
 * Both files of rows of a run folder, read as they grow. A row that is none, or of a later version, is passed over: a
 * page of what can be read is better than none.
 */
export class RunRows {
  /** Lines that were no row that is known here. */
  private unknown = 0;
  private readonly eventCheck: RowCheck;
  private readonly sampleCheck: RowCheck;
  private readonly events: FileTail;
  private readonly samples: FileTail;
  private readonly listener: RowListener;

  /**
   * @param folder a real path
   * @param before the numbers of the last rows before those of these files
   */
  constructor(folder: string, listener: RowListener, before: ReadParts = { lastEvent: 0, lastSample: 0 }) {
    this.eventCheck = new RowCheck(RUN_FILES.events, before.lastEvent);
    this.sampleCheck = new RowCheck(RUN_FILES.samples, before.lastSample);
    this.events = new FileTail(folder, RUN_FILES.events);
    this.samples = new FileTail(folder, RUN_FILES.samples);
    this.listener = listener;
  }

  /** Rows that could not be read, or are missing. */
  get passedOver(): number {
    return this.unknown + this.eventCheck.lost + this.sampleCheck.lost;
  }

  async readEvents(): Promise<Tailed> {
    return await this.events.read((line) =>
      this.hear(line, this.eventCheck, eventSchema, (event) => this.listener.addEvent(event)),
    );
  }

  async readSamples(): Promise<Tailed> {
    return await this.samples.read((line) =>
      this.hear(line, this.sampleCheck, sampleSchema, (sample) => this.listener.add(sample)),
    );
  }

  private hear<T>(line: string, check: RowCheck, schema: z.ZodType<T>, tell: (row: T) => void): void {
    const checked = check.check(line.trimEnd());
    if (checked.kind === 'left-out') return;
    const parsed = checked.kind === 'row' ? schema.safeParse(checked.content) : null;
    if (parsed?.success === true) tell(parsed.data);
    else this.unknown += 1;
  }
}
