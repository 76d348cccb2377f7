import { test } from 'tap';
import type { ArmName } from '../../../harness/contract/arms.ts';
import type { Ruling } from '../../../harness/contract/looks.ts';
import type { Referee } from '../../../harness/contract/referee.ts';
import { dueLooks, rulingsOn, type Standing } from '../../../harness/execute/looks.ts';

const at = (arm: ArmName, cycles: number, isAtLook = true): Standing => ({ arm, cycles, isAtLook });
const SETTLED = { explain: true, length: { by: 'settled', maxCycles: 512 } } as const;
const FIXED = { explain: true, length: { by: 'cycles', cycles: 300 } } as const;

/** Rules what it is told to, and remembers what it was asked. */
function refereeRuling(rulings: readonly (readonly [ArmName, Ruling])[]) {
  const asked: unknown[] = [];
  const referee: Referee = {
    add: () => {},
    addEvent: () => {},
    rule(look, arms, isLast) {
      asked.push([look, arms, isLast]);
      return new Map(rulings);
    },
  };
  return { asked, referee };
}

test('an arm is looked at once all its living replicates have got there', async (t) => {
  t.same(dueLooks([at('off', 16), at('off', 15, false), at('on', 16), at('on', 16)]), [
    { look: 16, arms: ['on'] },
  ]);
  t.same(dueLooks([at('off', 16), at('on', 16)]), [{ look: 16, arms: ['off', 'on'] }]);
  t.same(dueLooks([]), []);
});

test('arms whose replicates have run for a time are looked at by the fewest cycles of any', async (t) => {
  t.same(dueLooks([at('off', 410), at('off', 402), at('on', 700)]), [
    { look: 402, arms: ['off'] },
    { look: 700, arms: ['on'] },
  ]);
});

test('the referee decides, and an arm of which it says nothing goes on', async (t) => {
  const { asked, referee } = refereeRuling([['off', 'explain']]);
  const rulings = rulingsOn({ look: 256, arms: ['off', 'on'] }, SETTLED, referee);
  t.same(
    [...rulings],
    [
      ['off', 'explain'],
      ['on', 'go-on'],
    ],
  );
  t.same(asked, [[256, ['off', 'on'], false]]);
});

test('after the last look no arm goes on', async (t) => {
  const { asked, referee } = refereeRuling([
    ['off', 'go-on'],
    ['on', 'explain'],
  ]);
  for (const [plan, look] of [[SETTLED, 512] as const, [FIXED, 300] as const]) {
    t.same(
      [...rulingsOn({ look, arms: ['off', 'on'] }, plan, referee)],
      [
        ['off', 'stop'],
        ['on', 'explain'],
      ],
    );
  }
  t.match(asked, [
    [512, ['off', 'on'], true],
    [300, ['off', 'on'], true],
  ]);
});

test('nothing is explained that was not asked for', async (t) => {
  const { referee } = refereeRuling([['off', 'explain']]);
  t.same(
    [...rulingsOn({ look: 256, arms: ['off'] }, { ...SETTLED, explain: false }, referee)],
    [['off', 'stop']],
  );
});

test('without a referee every arm goes on to its end', async (t) => {
  t.same([...rulingsOn({ look: 256, arms: ['off'] }, SETTLED, null)], [['off', 'go-on']]);
  t.same([...rulingsOn({ look: 512, arms: ['off'] }, SETTLED, null)], [['off', 'stop']]);
  t.same([...rulingsOn({ look: 300, arms: ['off'] }, FIXED, null)], [['off', 'stop']]);
});
