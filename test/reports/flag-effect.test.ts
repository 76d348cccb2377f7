import { test } from 'tap';
import type { Difference } from '../../harness/contract/result.ts';
import { firstSeenSentence, reductionWording } from '../../reports/flag-effect.ts';
import { FLAG_EFFECT } from './explained-fixtures.ts';
import { rate } from './fixtures.ts';

const UNSEEN: Difference = {
  minuend: 'off',
  subtrahend: 'on',
  resources: {},
  firstSeen: null,
  reduction: null,
  permutationP: null,
};
const seen = (firstSeen: Difference['firstSeen']): Difference => ({ ...UNSEEN, firstSeen });

test('what the flag changed first is told with the logons that it took', async (t) => {
  t.equal(
    firstSeenSentence(seen({ resource: 'heapBytes', look: 1, logons: 64, perCycle: rate(4096, 3.2) })),
    'The flag changed busy heap bytes after 64 logons: 4,096.0 bytes [4,092.8, 4,099.2] less per logon with on than with off',
  );
});

test('a flag that makes it worse is said to make it more, in positive numbers', async (t) => {
  t.equal(
    firstSeenSentence(seen({ resource: 'heaps', look: 1, logons: 64, perCycle: rate(-2, 0.5) })),
    'The flag changed heaps after 64 logons: 2.00 [1.50, 2.50] more per logon with on than with off',
  );
});

test('a difference names the arm it is against', async (t) => {
  const against = { ...UNSEEN, ...FLAG_EFFECT, subtrahend: 'absent' } as const;
  t.match(firstSeenSentence(against), /less per logon with absent than with off$/);
});

test('a reduction is a share with its interval', async (t) => {
  t.equal(reductionWording({ ...UNSEEN, ...FLAG_EFFECT }), 'busy heap bytes: 83% [79, 87]');
});

test('what was not seen is not told', async (t) => {
  t.equal(firstSeenSentence(UNSEEN), null);
  t.equal(reductionWording(UNSEEN), null);
});
