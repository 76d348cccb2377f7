import { test } from 'tap';
import { looksUpTo } from '../../harness/contract/looks.ts';
import { sampleCyclesFor } from '../verdict-bench/schedule.ts';

test('every look is sampled, and every cycle up to 32', async (t) => {
  for (const maxCycles of [8, 100, 2048, 3000]) {
    const looks = looksUpTo(maxCycles);
    const cycles = sampleCyclesFor(looks);
    t.strictSame(
      looks.filter((look) => !cycles.includes(look)),
      [],
    );
    const early = cycles.filter((cycle) => cycle <= 32);
    t.strictSame(
      early,
      Array.from({ length: Math.min(32, maxCycles) + 1 }, (_, cycle) => cycle),
    );
    t.equal(cycles.at(-1), maxCycles);
  }
});

test('later samples lie a 32nd of the cycles so far apart, so that windows hold about as many', async (t) => {
  const cycles = sampleCyclesFor(looksUpTo(2048));
  for (const [index, cycle] of cycles.entries()) {
    const next = cycles[index + 1] ?? Number.POSITIVE_INFINITY;
    if (next <= 2048) t.ok(next > cycle && next - cycle <= Math.max(1, Math.ceil(cycle / 32)), `${cycle}`);
  }
  for (const look of [256, 512, 1024, 2048]) {
    const inWindow = cycles.filter((cycle) => cycle > look / 4 && cycle <= look).length;
    t.ok(inWindow >= 40 && inWindow <= 50, `${inWindow} samples in the last three quarters of ${look}`);
  }
});
