import { test } from 'tap';
import { selfTestDoubt } from '../../reports/self-test.ts';

const made = { plantedBytesPerCycle: 128, found: null };

test('a self-test that passed leaves no doubt', async (t) => {
  t.equal(selfTestDoubt({ outcome: 'passed', reason: 'found it', ...made }), null);
});

test('one that failed says why', async (t) => {
  t.same(selfTestDoubt({ outcome: 'failed', reason: 'the control arm grew', ...made }), {
    start: 'Self-test failed:',
    rest: 'the control arm grew',
  });
});

test('one that was not made says what that means', async (t) => {
  t.same(selfTestDoubt({ outcome: 'not-made', reason: '--no-self-test', ...made }), {
    start: 'Self-test not made',
    rest: '(--no-self-test): nothing shows that this instrument would have found a leak',
  });
});
