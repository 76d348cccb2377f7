import { test } from 'tap';
import { isWhole } from '../../../harness/contract/plan.ts';

test('a fixed number of cycles is whole when all of them were measured', async (t) => {
  const plan = { length: { by: 'cycles', cycles: 1000 } } as const;
  t.notOk(isWhole(plan, 999));
  t.ok(isWhole(plan, 1000));
});

test('a duration is whole whenever its host finished', async (t) => {
  t.ok(isWhole({ length: { by: 'duration', durationMs: 1 } }, 3));
});

test('a run until settled is whole at a look, and between two looks it was stopped from outside', async (t) => {
  const plan = { length: { by: 'settled', maxCycles: 3000 } } as const;
  for (const look of [8, 512, 2048, 3000]) t.ok(isWhole(plan, look), `${look}`);
  for (const cycles of [0, 7, 100, 2999]) t.notOk(isWhole(plan, cycles), `${cycles}`);
});
