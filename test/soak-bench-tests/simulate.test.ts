import { test } from 'tap';
import { judgeFootprints, MEASURES } from '../soak-bench/judge-footprints.ts';
import { type Footprint, simulate } from '../soak-bench/simulate.ts';
import { NIGHTLY } from '../support/nightly.ts';
import { folderInMemory } from '../support/temporary.ts';

/** By day just so many that files are rotated and batches are of two; by night enough for a verdict. */
const [SAMPLES, CHECKPOINTS] = NIGHTLY ? [2_000_000, 48] : [36_000, 4];
const MIB = 2 ** 20;

test('neither the process that writes a soak grows with it, nor the folder', async (t) => {
  const points: Footprint[] = [];
  const simulation = { samples: SAMPLES, checkpoints: CHECKPOINTS, seed: 1, place: folderInMemory(t) };
  await simulate(simulation, (footprint) => points.push(footprint));
  const half = points[CHECKPOINTS / 2 - 1];
  const end = points.at(-1);
  if (half === undefined || end === undefined) throw new Error('no footprints');
  t.ok(end.mergedBytes > 0, 'rows were put together');
  t.ok(end.folderBytes < 64 * MIB, `${end.folderBytes} bytes in the folder`);
  t.ok(end.heapUsed - half.heapUsed < 4 * MIB, `${half.heapUsed} bytes of heap, then ${end.heapUsed}`);
  if (!NIGHTLY) return;
  for (const measure of MEASURES) {
    const { reason, verdict } = judgeFootprints([points], measure);
    t.not(verdict, 'leak', `${measure}: ${reason}`);
  }
});
