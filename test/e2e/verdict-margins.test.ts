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

test('--margin of one resource is in the plan, and clears that resource alone', async (t) => {
  const lostHeaps = dials({ LeakHeapsEvery: 4, InstanceBytes: 16 });
  const [strict, lenient] = await Promise.all([
    planned(t, lostHeaps),
    planned(t, [...lostHeaps, '--margin', 'heaps=0.5']),
  ]);
  t.equal(strict.plan.margin.of.heaps, 0.004);
  t.equal(resourceOf(armOf(strict.result), 'heaps').verdict, 'leak');
  t.equal(lenient.plan.margin.of.heaps, 0.5);
  t.equal(lenient.plan.margin.bytesPerCycle, 64);
  const heaps = resourceOf(armOf(lenient.result), 'heaps');
  t.equal(heaps.verdict, 'no-leak');
  t.match(heaps.reason, /^grew by 0\.25 heaps .*, less than the margin of 0\.5 heaps$/);
  t.equal(
    resourceOf(armOf(lenient.result), 'reservedHeapBytes').verdict,
    'leak',
    'what such heaps reserve has a margin of its own',
  );
});

test('--allowed-growth over --logons-per-life is the margin in the plan, and acquits what it allows', async (t) => {
  const allowed = ['--allowed-growth', '500MB', '--logons-per-life', '1e6'];
  const leak = dials({ LeakBytesPerLogon: 96 });
  const [strict, lenient] = await Promise.all([planned(t, leak), planned(t, [...leak, ...allowed])]);
  t.equal(strict.plan.margin.bytesPerCycle, 64);
  t.equal(strict.result.verdict, 'not-fixed', strict.result.reason);
  t.equal(lenient.plan.margin.bytesPerCycle, 500);
  t.equal(lenient.result.verdict, 'no-leak', lenient.result.reason);
  t.match(resourceOf(armOf(lenient.result), 'heapBytes').reason, /less than the margin of 500 bytes$/);
});
