import { RESOURCE_NAMES, type Readings, type ResourceName } from '../contract/resources.ts';
import type { Points } from './statistics/points.ts';

/** The readings of one replicate, a column per resource; rows of objects would cost ten times the memory. */
export interface SampleTable {
  add(cycle: number, readings: Readings): void;
  /** What was read, by resource, without the samples that did not read it. */
  finish(): ReadonlyMap<ResourceName, Points>;
}

export function createSampleTable(): SampleTable {
  const cycles = createColumn();
  const columns = new Map<ResourceName, Column>();

  return {
    add(cycle, readings) {
      for (const resource of RESOURCE_NAMES) {
        const reading = readings[resource];
        if (reading === undefined) continue;
        const column = columns.get(resource) ?? createColumn();
        columns.set(resource, column);
        // Samples that did not read this resource leave a gap in its column.
        column.padTo(cycles.length());
        column.push(reading);
      }
      cycles.push(cycle);
    },

    finish() {
      const x = cycles.trimmed();
      const points = new Map<ResourceName, Points>();
      for (const [resource, column] of columns) {
        column.padTo(x.length);
        const y = column.trimmed();
        // Resources read at every sample share one column of cycles.
        points.set(resource, y.some(Number.isNaN) ? withoutGaps(x, y) : { x, y });
      }
      return points;
    },
  };
}

function withoutGaps(x: Float64Array, y: Float64Array): Points {
  const isRead = (_: number, index: number): boolean => !Number.isNaN(y[index]);
  return { x: x.filter(isRead), y: y.filter(isRead) };
}

/** A column of doubles that grows by half when it is full. */
interface Column {
  length(): number;
  push(value: number): void;
  padTo(length: number): void;
  trimmed(): Float64Array;
}

function createColumn(): Column {
  let values = new Float64Array(64);
  let length = 0;
  const reserve = (wanted: number): void => {
    if (wanted <= values.length) return;
    const larger = new Float64Array(Math.max(wanted, Math.ceil(values.length * 1.5)));
    larger.set(values);
    values = larger;
  };
  return {
    length: () => length,
    push(value) {
      reserve(length + 1);
      values[length] = value;
      length += 1;
    },
    padTo(wanted) {
      if (wanted <= length) return;
      reserve(wanted);
      values.fill(Number.NaN, length, wanted);
      length = wanted;
    },
    trimmed: () => values.slice(0, length),
  };
}
