import type { ArmName } from '../contract/arms.ts';
import type { Exhausted } from '../contract/exhaustion.ts';
import { type ReplicateSlot, SCHEMA_VERSION } from '../contract/plan.ts';
import type { Readings, ResourceName } from '../contract/resources.ts';
import type { Phase } from '../contract/sample.ts';
import type { BlockReport, BlockWork, RanOut } from './messages.ts';
import type { RunFolder } from './run-folder.ts';

/** In one row: readers take rows of bounded length, and a block may fail at every mailbox of a large directory. */
const MOST_FAILURES = 10_000;

/** The rows that one replicate writes while its blocks end, and what they add up to. */
export class ReplicateRows {
  cycles = 0;
  elapsedMs = 0;
  private failedCycles = 0;
  private readonly folder: RunFolder;
  private readonly who: { readonly replicate: string; readonly arm: ArmName };
  private readonly named = new Set<ResourceName>();

  constructor(folder: RunFolder, { replicate, arm }: ReplicateSlot) {
    this.folder = folder;
    this.who = { replicate, arm };
  }

  addWork({ cycles, failures, elapsedMs }: BlockWork): void {
    this.cycles += cycles;
    this.failedCycles += failures.reduce((sum, { count }) => sum + count, 0);
    this.elapsedMs = elapsedMs;
    for (let from = 0; from < failures.length; from += MOST_FAILURES) {
      const some = failures.slice(from, from + MOST_FAILURES);
      this.folder.addEvent({ event: 'cycles-failed', ...this.who, failures: some });
    }
  }

  /** The sample at the end of a block whose work was added. */
  addSample(phase: Phase, { elapsedMs, readings, walk, unsupported }: BlockReport): void {
    for (const { resource, reason } of unsupported) this.nameUnsupported(resource, reason);
    this.folder.addSample({
      schema: SCHEMA_VERSION,
      kind: 'quiescent',
      ...this.who,
      phase,
      cycle: this.cycles,
      failedCycles: this.failedCycles,
      elapsedMs,
      readings,
      walk,
    });
  }

  addOutsideSample(readings: Readings): void {
    const { cycles: cycle, elapsedMs } = this;
    this.folder.addSample({
      schema: SCHEMA_VERSION,
      kind: 'outside',
      ...this.who,
      elapsedMs,
      cycle,
      readings,
    });
  }

  /** @param readings what could still be read, after the work that led there was added */
  addExhausted({ cycle, code, call, mailbox }: RanOut, readings: Readings): Exhausted {
    const exhausted = {
      ...{ cycle, code, call, mailbox, cycles: this.cycles, failedCycles: this.failedCycles },
      privateBytes: readings.privateBytes ?? null,
      virtualBytes: readings.virtualBytes ?? null,
      heaps: readings.heaps ?? null,
    };
    this.folder.addEvent({ event: 'exhausted', ...this.who, ...exhausted });
    return exhausted;
  }

  /** Once for each resource. */
  nameUnsupported(resource: ResourceName, reason: string): void {
    if (this.named.has(resource)) return;
    this.named.add(resource);
    this.folder.addEvent({ event: 'source-unsupported', ...this.who, resource, reason });
  }
}
