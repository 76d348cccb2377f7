import { messageOf } from '../contract/errors.ts';
import type { Readings, ResourceName } from '../contract/resources.ts';

/** A number that is cheap enough to read at every sample. */
export interface Counter {
  readonly resource: ResourceName;
  /** Whether 0 is a count here, and not the answer of a system that does not count. */
  readonly zeroIsACount?: boolean;
  read(): number;
}

/** Numbers that take many native calls, read where the heaps are walked, out of the same budget. */
export interface Survey {
  readonly resources: readonly ResourceName[];
  read(): Readings;
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
      if (counter.read() > 0 || counter.zeroIsACount === true) return true;
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

/** Surveys that work here; one that throws is dropped and named. */
export class SurveySet {
  private working: readonly Survey[];
  private readonly failures: Unsupported[] = [];

  constructor(surveys: readonly Survey[]) {
    this.working = surveys;
  }

  get unsupported(): readonly Unsupported[] {
    return this.failures;
  }

  read(): Readings {
    const readings: Readings = {};
    for (const survey of this.working) {
      try {
        Object.assign(readings, survey.read());
      } catch (error) {
        const reason = messageOf(error);
        this.working = this.working.filter((other) => other !== survey);
        this.failures.push(...survey.resources.map((resource) => ({ resource, reason })));
      }
    }
    return readings;
  }
}
