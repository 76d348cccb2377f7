import { test } from 'tap';
import { analyse } from '../../../harness/analyse/analyse.ts';
import type { ResourceResult } from '../../../harness/contract/result.ts';
import { CLEAN, type Family, LEAKING, noiseOf } from './families.ts';
import { makeRun } from './make-run.ts';

const RUNS = 100;

interface Tally {
  readonly leak: number;
  readonly clean: number;
  readonly open: number;
  /** Intervals that held the true rate. */
  readonly covered: number;
}

/** Judges busy heap bytes of one arm in many runs of four processes. */
function simulate({ curve, leak }: Family, cycles: number): Tally {
  const results = Array.from({ length: RUNS }, (_, run): ResourceResult | undefined => {
    const heapBytes = (replicate: number) => curve(noiseOf(1000 * run + replicate));
    const made = makeRun({
      curves: { off: { heapBytes } },
      cycles,
      plan: { blockCycles: 16, mailboxes: { kind: 'generated', count: 200 } },
    });
    return analyse(made).arms[0]?.resources['heapBytes'];
  });
  const count = (holds: (result: ResourceResult | undefined) => boolean): number =>
    results.filter(holds).length;
  return {
    leak: count((result) => result?.verdict === 'leak'),
    clean: count((result) => result?.verdict === 'no-leak'),
    open: count((result) => result?.verdict === 'inconclusive'),
    covered: count(
      (result) => !!result?.perCycle && result.perCycle.low <= leak && leak <= result.perCycle.high,
    ),
  };
}
for (const family of [...Object.values(CLEAN), ...Object.values(LEAKING)])
  for (const n of [1024, 2048, 4096]) console.log(family.name, n, simulate(family, n));
