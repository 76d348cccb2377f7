import { test } from 'tap';
import type { RunEvent } from '../../../../harness/contract/event.ts';
import type { Sample } from '../../../../harness/contract/sample.ts';
import { SoakTally } from '../../../../harness/execute/soak/tally.ts';

const sample = (replicate: string, arm: 'off' | 'control', cycle: number): Sample => ({
  ...{ schema: 1, kind: 'quiescent', replicate, arm, phase: 'sweep', cycle },
  ...{ failedCycles: 0, elapsedMs: 0, readings: {}, walk: { covered: 'none', reason: 'budget' } },
});
const finished = (replicate: string): RunEvent => ({
  ...{ schema: 1, at: '2026-01-01T00:00:00.000Z', elapsedMs: 1 },
  ...{ event: 'host-finished', replicate, arm: 'off', cycles: 64 },
});

test('cycles of the arms under test are counted as they are sampled, on top of those of before', async (t) => {
  const tally = new SoakTally(['off', 'on'], 1000);
  tally.add(sample('off-1', 'off', 0));
  tally.add(sample('off-1', 'off', 32));
  tally.add(sample('control-1', 'control', 32));
  t.equal(tally.cycles, 1032);
  tally.add(sample('off-1', 'off', 64));
  tally.addEvent(finished('off-1'));
  tally.add(sample('off-2', 'off', 5));
  t.equal(tally.cycles, 1069);
});

test('time in which no cycle was to be run is counted', async (t) => {
  const tally = new SoakTally(['off'], 0);
  const at = { schema: 1, at: '2026-01-01T00:00:00.000Z', elapsedMs: 1 } as const;
  tally.addEvent({ ...at, event: 'waiting', why: 'quiet-hours', ms: 3_600_000 });
  tally.addEvent({ ...at, event: 'waiting', why: 'no-room', ms: 2000 });
  t.equal(tally.waitedMs, 3_602_000);
});
