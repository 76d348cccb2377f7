import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Points } from '../../../harness/analyse/statistics/points.ts';

const entrySchema = z.object({
  id: z.string(),
  data: z.record(z.string(), z.unknown()).nullable(),
  expected: z.record(z.string(), z.unknown()),
});

const fixture = new URL('../../../../test/fixtures/leak-oracles.json', import.meta.url);
const ENTRIES = z.array(entrySchema).parse(JSON.parse(readFileSync(fixture, 'utf8')));

/** A published example: its data and one of its published or recomputed answers. */
export interface Oracle {
  readonly points: Points;
  number(name: string): number;
  numbers(name: string): readonly number[];
  record(name: string): Readonly<Record<string, number>>;
  table(name: string): readonly (readonly number[])[];
}

/** @param id as in the file, whose entries name their sources */
export function oracle(id: string): Oracle {
  const entry = ENTRIES.find((each) => each.id === id);
  if (entry === undefined) throw new Error(`no oracle ${id}`);
  const column = (name: string): number[] | undefined =>
    z.array(z.number()).optional().parse(entry.data?.[name]);
  const y = column('y') ?? [];
  const x = column('x') ?? y.map((_, index) => index + 1);
  return {
    points: { x: Float64Array.from(x), y: Float64Array.from(y) },
    number: (name) => z.number().parse(entry.expected[name]),
    numbers: (name) => z.array(z.number()).parse(entry.expected[name]),
    record: (name) => z.record(z.string(), z.number()).parse(entry.expected[name]),
    table: (name) => z.array(z.array(z.number())).parse(entry.expected[name]),
  };
}

/** |actual - expected| relative to the larger of |expected| and 1e-300. */
export function relativeError(actual: number, expected: number): number {
  return Math.abs(actual - expected) / Math.max(Math.abs(expected), 1e-300);
}
