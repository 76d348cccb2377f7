import { RESOURCE_NAMES, type Readings, type ResourceName } from '../contract/resources.ts';
import type { TimedPoints } from './statistics/points.ts';

/** When a sample was taken. */
export interface SampleTime {
  /** Cycles finished. */
  readonly cycle: number;
  /** Since the replicate's first cycle. */
  readonly elapsedMs: number;
}

/** The readings of one replicate, a column per resource; rows of objects would cost ten times the memory. */
export interface SampleTable {
  add(time: SampleTime, readings: Readings): void;
  /**
   * What was read so far, by resource, without the samples that did not read it. It stays what it is while
   * more is added, and costs nothing however much there is: a run that is still going on is looked at again
   * and again.
   */
  finish(): ReadonlyMap<ResourceName, TimedPoints>;
}

/** When samples were taken; resources that every sample reads share one of these. */
interface Clock {
  readonly cycles: Column;
  readonly elapsedMs: Column;
}

interface Readout {
  /** Of the whole table, as long as no sample between two readings went without this resource. */
  clock: Clock;
  readonly values: Column;
}

export function createSampleTable(): SampleTable {
  const all = createClock();
  const readouts = new Map<ResourceName, Readout>();

  return {
    add(time, readings) {
      const before = all.cycles.length();
      tick(all, time);
      for (const resource of RESOURCE_NAMES) {
        const reading = readings[resource];
        if (reading === undefined) continue;
        const readout = readouts.get(resource) ?? { clock: all, values: createColumn() };
        readouts.set(resource, readout);
        const { values } = readout;
        if (readout.clock !== all) tick(readout.clock, time);
        else if (values.length() < before) {
          // A sample went without this resource: from now on it keeps its own time.
          readout.clock = firstOf(all, values.length());
          tick(readout.clock, time);
        }
        values.push(reading);
      }
    },

    finish() {
      const shared = { x: all.cycles.sofar(), elapsedMs: all.elapsedMs.sofar() };
      const points = new Map<ResourceName, TimedPoints>();
      for (const [resource, { clock, values }] of readouts) {
        const y = values.sofar();
        const isShared = clock === all && y.length === shared.x.length;
        const x = isShared ? shared.x : clock.cycles.sofar().subarray(0, y.length);
        const elapsedMs = isShared ? shared.elapsedMs : clock.elapsedMs.sofar().subarray(0, y.length);
        points.set(resource, { x, elapsedMs, y });
      }
      return points;
    },
  };
}

const createClock = (): Clock => ({ cycles: createColumn(), elapsedMs: createColumn() });

function tick({ cycles, elapsedMs }: Clock, time: SampleTime): void {
  cycles.push(time.cycle);
  elapsedMs.push(time.elapsedMs);
}

const firstOf = ({ cycles, elapsedMs }: Clock, length: number): Clock => ({
  cycles: createColumn(cycles.sofar().subarray(0, length)),
  elapsedMs: createColumn(elapsedMs.sofar().subarray(0, length)),
});

/** A column of doubles that grows by half when it is full. */
interface Column {
  length(): number;
  push(value: number): void;
  /** What is in it, not copied: values are only ever added, so what was handed out stays as it is. */
  sofar(): Float64Array;
}

const SMALLEST_COLUMN = 64;

function createColumn(start: Float64Array = new Float64Array(0)): Column {
  let values = new Float64Array(Math.max(SMALLEST_COLUMN, start.length * 2));
  values.set(start);
  let length = start.length;
  return {
    length: () => length,
    push(value) {
      if (length === values.length) {
        const larger = new Float64Array(Math.ceil(values.length * 1.5));
        larger.set(values);
        values = larger;
      }
      values[length] = value;
      length += 1;
    },
    sofar: () => values.subarray(0, length),
  };
}
