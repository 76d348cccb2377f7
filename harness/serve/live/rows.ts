import type { z } from 'zod';
import { eventSchema } from '../../contract/event.ts';
import { parseJson } from '../../contract/json-input.ts';
import { sampleSchema } from '../../contract/sample.ts';
import { type RowListener, RUN_FILES } from '../../execute/run-folder.ts';
import { FileTail, type Tailed } from '../files/tail.ts';

/**
 * Both files of rows of a run folder, read as they grow. A row that is none, or of a later version, is passed over: a
 * page of what can be read is better than none.
 */
export class RunRows {
  /** Lines that were no row that is known here. */
  passedOver = 0;
  private readonly events: FileTail;
  private readonly samples: FileTail;
  private readonly listener: RowListener;

  /** @param folder a real path */
  constructor(folder: string, listener: RowListener) {
    this.events = new FileTail(folder, RUN_FILES.events);
    this.samples = new FileTail(folder, RUN_FILES.samples);
    this.listener = listener;
  }

  async readEvents(): Promise<Tailed> {
    return await this.events.read((line) =>
      this.hear(line, eventSchema, (event) => this.listener.addEvent(event)),
    );
  }

  async readSamples(): Promise<Tailed> {
    return await this.samples.read((line) =>
      this.hear(line, sampleSchema, (sample) => this.listener.add(sample)),
    );
  }

  private hear<T>(line: string, schema: z.ZodType<T>, tell: (row: T) => void): void {
    const parsed = schema.safeParse(parseLine(line));
    if (parsed.success) tell(parsed.data);
    else this.passedOver += 1;
  }
}

function parseLine(line: string): unknown {
  try {
    return parseJson(line);
  } catch {
    return undefined;
  }
}
