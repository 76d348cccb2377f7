import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Test, test } from 'tap';
import { type Plan, planSchema } from '../../harness/contract/plan.ts';
import type { Result } from '../../harness/contract/result.ts';
import { resultOf, workplace } from '../support/command.ts';
import { armOf, CURED, dials, resourceOf, SHORT } from '../support/verdict-run.ts';

async function planned(t: Test, args: readonly string[]): Promise<{ plan: Plan; result: Result }> {
  const place = workplace(t);
  const ended = await place.mapileak([...CURED, '--no-explain', ...SHORT, ...args, '--out', place.run]);
  const plan = planSchema.parse(JSON.parse(readFileSync(join(place.run, 'plan.json'), 'utf8')));
  return { plan, result: resultOf(ended) };
}

// By the default margins both are leaks: verdict-rates.test.ts has them.

test('--margin of one resource is in the plan, and clears that resource alone', async (t) => {
  const lostHeaps = dials({ LeakHeapsEvery: 4, InstanceBytes: 16 });
  const { plan, result } = await planned(t, [...lostHeaps, '--margin', 'heaps=0.5']);
  t.equal(plan.margin.of.heaps, 0.5);
  t.equal(plan.margin.bytesPerCycle, 64);
  const heaps = resourceOf(armOf(result), 'heaps');
  t.equal(heaps.verdict, 'no-leak');
  t.match(heaps.reason, /^grew by 0\.25 heaps .*, less than the margin of 0\.5 heaps$/);
  const { verdict } = resourceOf(armOf(result), 'reservedHeapBytes');
  t.equal(verdict, 'leak', 'what such heaps reserve has a margin of its own');
});

test('--allowed-growth over --logons-per-life is the margin in the plan, and acquits what it allows', async (t) => {
  const allowed = ['--allowed-growth', '500MB', '--logons-per-life', '1e6'];
  const { plan, result } = await planned(t, [...dials({ LeakBytesPerLogon: 96 }), ...allowed]);
  t.equal(plan.margin.bytesPerCycle, 500);
  t.equal(result.verdict, 'no-leak', result.reason);
  t.match(resourceOf(armOf(result), 'heapBytes').reason, /less than the margin of 500 bytes$/);
});
