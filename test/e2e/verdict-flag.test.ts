import { test } from 'tap';
import { workplace } from '../support/command.ts';
import { BARE, dials, holds, measure, SHORT } from '../support/verdict-run.ts';

const COMPARE = ['compare', '--json', '--no-explain', ...BARE, ...SHORT];

test('a MAPI that reads the flag while it runs is judged fixed, side by side as one after the other', async (t) => {
  const readsLate = [...COMPARE, ...dials({ ReadFlagAt: 1 })];
  const [beside, after] = await Promise.all([
    measure(t, readsLate),
    measure(t, [...readsLate, '--sequential']),
  ]);
  for (const result of [beside, after]) {
    t.equal(result.verdict, 'fixed', result.reason);
    holds(t, result.differences[0]?.resources['heapBytes']?.perCycle ?? null, 4096, result.reason);
  }
  t.equal(beside.reason, after.reason);
});

test('where the flag does nothing, the reason says so', async (t) => {
  const result = await measure(t, [...COMPARE, ...dials({ IgnoreCleanupFlag: 1 })]);
  t.equal(result.verdict, 'not-fixed');
  t.match(result.reason, /the flag does nothing/);
});

test('a verdict without a self-test is marked, in the result and where people read', async (t) => {
  const place = workplace(t);
  const args = ['run', '--arms', 'on', ...BARE, '--cycles', '64', '--block', '4', '--mailbox-count', '20'];
  const { stdout } = await place.mapileak([...args, '--out', place.run]);
  t.match(stdout, /Self-test not made \(/);
  const result = JSON.parse((await place.mapileak(['analyse', place.run, '--json'])).stdout);
  t.equal(result.selfTest.outcome, 'not-made');
  t.match(result.warnings.join('\n'), /no self-test/);
});
