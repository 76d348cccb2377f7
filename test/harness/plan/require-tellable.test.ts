import { test } from 'tap';
import { requireTellable } from '../../../harness/plan/require-tellable.ts';

test('that something is fixed is expected of a pair of arms alone', async (t) => {
  t.equal(requireTellable('fixed', { arms: ['off', 'on'] }), 'fixed');
  t.equal(requireTellable('fixed', { arms: ['on', 'absent'] }), 'fixed');
  for (const arms of [['off'], ['on'], ['off', 'absent']] as const)
    t.throws(() => requireTellable('fixed', { arms: [...arms] }), { code: 'USAGE', message: /alone$/ });
  for (const expect of ['leak', 'no-leak', 'not-fixed', null] as const)
    t.equal(requireTellable(expect, { arms: ['off'] }), expect);
});
