import { test } from 'tap';
import type { Plan } from '../../../harness/contract/plan.ts';
import { planSection } from '../../../reports/html/plan-section.ts';
import { SOAK } from '../../support/soak-rounds.ts';
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

test('a soak says when its rows are put together, where that is not as usual', async (t) => {
  t.notMatch(textOf({ soak: SOAK }), /put together/);
  t.match(textOf({ soak: { ...SOAK, rotateAtBytes: 2 ** 20 } }), /Rows are put together at 1 MiB/);
});
