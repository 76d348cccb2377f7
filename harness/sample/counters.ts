import { messageOf } from '../contract/errors.ts';
import type { Readings, ResourceName } from '../contract/resources.ts';

/** A number that is cheap enough to read at every sample. */
export interface Counter {
  readonly resource: ResourceName;
  read(): number;
}

export interface Unsupported {
  readonly resource: ResourceName;
  readonly reason: string;
}

/**
 * Counters that work here. One that throws or reads 0 when it is first asked is unsupported: a system that
 * does not keep a count answers 0. One that throws later is dropped and named.
 */
export class CounterSet {
  private working: readonly Counter[];
  private readonly failures: Unsupported[] = [];

  constructor(counters: readonly Counter[]) {
    this.working = counters.filter((counter) => this.probe(counter));
  }

  get unsupported(): readonly Unsupported[] {
    return this.failures;
  }

  read(): Readings {
    const readings: Readings = {};
    for (const counter of this.working) {
      try {
        readings[counter.resource] = counter.read();
      } catch (error) {
        this.drop(counter, messageOf(error));
      }
    }
    return readings;
  }

  private probe(counter: Counter): boolean {
    try {
      if (counter.read() > 0) return true;
      this.failures.push({ resource: counter.resource, reason: 'reads 0 here' });
    } catch (error) {
      this.failures.push({ resource: counter.resource, reason: messageOf(error) });
    }
    return false;
  }

  private drop(counter: Counter, reason: string): void {
    this.working = this.working.filter((other) => other !== counter);
    this.failures.push({ resource: counter.resource, reason: `failed during the run: ${reason}` });
  }
}
