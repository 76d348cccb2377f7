import { test } from 'tap';
import type { Plan } from '../../../harness/contract/plan.ts';
import { planSection } from '../../../reports/html/plan-section.ts';
import { makeInput, makePlan } from '../fixtures.ts';

/** The section's words, without its tags. */
const textOf = (change: Partial<Plan>): string =>
  planSection(makeInput({ plan: makePlan(change) }))
    .text.replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ');

test('the plan says how processes share the time, and how long they run', async (t) => {
  const settled = textOf({
    length: { by: 'settled', maxCycles: 4096 },
    horizonCycles: 2048,
    blockCycles: null,
  });
  t.match(settled, /Layout side by side/);
  t.match(settled, /Length of a replicate until settled, at most 4,096 cycles/);
  t.match(settled, /Horizon 2,048 cycles/);
  t.match(settled, /Sampled every cycle up to 32, then every 32nd part of the cycles so far/);
  const fixed = textOf({
    layout: 'sequential',
    length: { by: 'duration', durationMs: 90_000 },
    blockCycles: 50,
  });
  t.match(fixed, /Layout one process after the other/);
  t.match(fixed, /Length of a replicate 1(?:\.0)? (?:min )?.*Horizon the length of a replicate/);
  t.match(fixed, /Sampled every 50 cycles/);
});

test('the plan names the margins, and those of single resources', async (t) => {
  const margin = { bytesPerCycle: 500, countPerCycle: 0.01, of: { heaps: 0.001, handles: 0.02 } };
  t.match(textOf({ margin }), /Margin 500 bytes or 0\.01 of a count per logon; heaps 0\.001; handles 0\.02/);
});

test('the self-test’s replicates are no arm of the report', async (t) => {
  const order = [
    { replicate: 'planted-1', arm: 'planted', round: 1 } as const,
    { replicate: 'control-1', arm: 'control', round: 1 } as const,
  ];
  t.match(textOf({ order }), /control-1/);
  t.notMatch(textOf({ order }), /planted-1/);
});
