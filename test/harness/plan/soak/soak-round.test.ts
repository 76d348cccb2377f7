import { test } from 'tap';
import { selfTestOrder, soakRound } from '../../../../harness/plan/replicate-order.ts';

const REPLICATION = {
  arms: ['off', 'on', 'absent'] as const,
  control: true,
  selfTest: true,
  replicates: 4,
  seed: 891_509,
};

test('every round of a soak has each arm once, and the control arm beside them', async (t) => {
  for (const round of [1, 2, 7, 1000]) {
    const arms = soakRound(REPLICATION, round).map(({ arm }) => arm);
    t.strictSame([...arms].sort(), ['absent', 'control', 'off', 'on']);
  }
});

test('every second round is the one before it turned round, and pairs differ', async (t) => {
  const arms = (round: number) => soakRound(REPLICATION, round).map(({ arm }) => arm);
  const pairs = Array.from({ length: 20 }, (_, pair) => [arms(2 * pair + 1), arms(2 * pair + 2)] as const);
  for (const [first, second] of pairs) t.strictSame(second, first.toReversed());
  t.ok(new Set(pairs.map(([first]) => first.join())).size > 5);
});

test('no two replicates of a soak have the same name, those of its self-test included', async (t) => {
  const slots = [
    ...selfTestOrder(REPLICATION),
    ...Array.from({ length: 50 }, (_, i) => soakRound(REPLICATION, i + 1)).flat(),
  ];
  t.equal(new Set(slots.map(({ replicate }) => replicate)).size, slots.length);
  t.equal(slots.find(({ arm }) => arm === 'off')?.replicate, 'off-1');
});

test('a round depends on nothing but its number and the plan, so a soak can go on at any of them', async (t) => {
  t.strictSame(soakRound(REPLICATION, 77), soakRound({ ...REPLICATION }, 77));
  t.strictSame(
    soakRound({ ...REPLICATION, selfTest: false }, 3).find(({ arm }) => arm === 'control')?.replicate,
    'control-3',
  );
});
