import { test } from 'tap';
import { ditherOf } from '../../../harness/execute/dither.ts';
import fc from '../../support/seeded-properties.ts';

test('dither is drawn from the seed and the replicate’s name alone, within its bounds', async () => {
  fc.assert(
    fc.property(fc.integer(), fc.string(), (seed, replicate) => {
      const { ballastBytes, discardedCycles } = ditherOf(seed, replicate);
      const again = ditherOf(seed, replicate);
      return (
        Number.isInteger(ballastBytes) &&
        ballastBytes >= 0 &&
        ballastBytes <= 65_536 &&
        discardedCycles >= 0 &&
        discardedCycles <= 63 &&
        again.ballastBytes === ballastBytes &&
        again.discardedCycles === discardedCycles
      );
    }),
  );
});

test('replicates and seeds differ, and every number of cycles up to 63 is drawn', async (t) => {
  const drawn = Array.from({ length: 1000 }, (_, index) => ditherOf(891509, `off-${index + 1}`));
  t.ok(new Set(drawn.map(({ ballastBytes }) => ballastBytes)).size > 980);
  t.equal(new Set(drawn.map(({ discardedCycles }) => discardedCycles)).size, 64);
  t.notSame(ditherOf(1, 'off-1'), ditherOf(2, 'off-1'));
  const mean = drawn.reduce((sum, { ballastBytes }) => sum + ballastBytes, 0) / drawn.length;
  // The standard error of the mean of 1,000 uniform draws up to 65,536 is 598: five of them.
  t.ok(Math.abs(mean - 32_768) < 2990, `the mean of the ballast is ${mean}`);
});
