import { test } from 'tap';
import type { Plan } from '../../../harness/contract/plan.ts';
import { planSection } from '../../../reports/html/plan-section.ts';
import { makeInput, makePlan } from '../fixtures.ts';

/** The section's words, without its tags. */
const textOf = (change: Partial<Plan>): string =>
  planSection(makeInput({ plan: makePlan(change) }))
    .text.replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ');

test('the self-test’s replicates are no arm of the report', async (t) => {
  const order = [
    { replicate: 'planted-1', arm: 'planted', round: 1 } as const,
    { replicate: 'control-1', arm: 'control', round: 1 } as const,
  ];
  t.match(textOf({ order }), /control-1/);
  t.notMatch(textOf({ order }), /planted-1/);
});
