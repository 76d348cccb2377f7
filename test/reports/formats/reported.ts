import type { Sample } from '../../../harness/contract/sample.ts';
import { inPieces, type Text } from '../../../reports/report.ts';
import type { ReportedRun, TimedSample } from '../../../reports/reported-run.ts';
import { makeInput } from '../fixtures.ts';

export const STARTED_MS = Date.parse('2026-11-22T14:02:12.000Z');

/** A sample of the replicate `off-1`, so many ms after its first cycle. */
export function sampleAt(
  cycle: number,
  change: Partial<Extract<Sample, { kind: 'quiescent' }>> = {},
): Sample {
  return {
    schema: 1,
    kind: 'quiescent',
    replicate: 'off-1',
    arm: 'off',
    phase: 'sweep',
    cycle,
    failedCycles: 0,
    elapsedMs: cycle * 10,
    readings: { heapBytes: 1_204_224 + cycle * 4096, handles: 148 },
    walk: { covered: 'none', reason: 'budget' },
    ...change,
  };
}

export function timed(sample: Sample, hostEndedAtMs: number | null = null): TimedSample {
  return { sample, atMs: STARTED_MS + sample.elapsedMs, hostEndedAtMs };
}

/** The run of the fixtures, of which `fixed` was expected, with these samples. */
export function makeReported(
  change: Partial<ReportedRun> = {},
  samples: readonly TimedSample[] = [timed(sampleAt(0)), timed(sampleAt(40))],
): ReportedRun {
  return {
    ...makeInput(),
    expectation: { expected: 'fixed', met: 'met' },
    samples: async function* () {
      yield* samples;
    },
    pageScript: () => ({ code: '', style: '' }),
    ...change,
  };
}

/** All of a report. */
export async function textOf(text: Text): Promise<string> {
  const pieces: string[] = [];
  for await (const piece of inPieces(text)) pieces.push(piece);
  return pieces.join('');
}
