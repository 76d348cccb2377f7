/** Up to this cycle each one is sampled; later the distance grows with the cycle. */
const EVERY_CYCLE_UP_TO = 32;

/**
 * The cycles at which processes are sampled: 0, every cycle up to 32, then after another 32nd of the cycles
 * so far, rounded up; and every look. So any window from a quarter of a run to its end holds about as many
 * samples.
 * @param looks in rising order; the last one ends the schedule
 */
export function sampleCyclesFor(looks: readonly number[]): readonly number[] {
  const cycles = [0];
  let last = 0;
  for (const look of looks) {
    while (last < look) {
      last = Math.min(look, last + Math.max(1, Math.ceil(last / EVERY_CYCLE_UP_TO)));
      cycles.push(last);
    }
  }
  return cycles;
}
