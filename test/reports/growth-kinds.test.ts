import { test } from 'tap';
import { KINDS } from '../../harness/contract/result.ts';
import { growthSentence, leftBehindShown, rateOfKind } from '../../reports/growth-kinds.ts';
import { growthKind, leftBehind } from './explained-fixtures.ts';
import { rate } from './fixtures.ts';

test('a growth is told by what it comes with, then by its arm and its resource', async (t) => {
  const sentence = 'as it was found';
  t.equal(
    growthSentence('off', growthKind({ sentence })),
    'Grows per change of identity with off: busy heap bytes, as it was found',
  );
  t.equal(
    growthSentence('on', growthKind({ sentence, kinds: ['per-logon', 'per-mailbox'], resource: 'handles' })),
    'Grows per logon and per new mailbox with on: handles, as it was found',
  );
  t.match(
    growthSentence('on', growthKind({ kinds: ['per-logon', 'per-switch', 'per-minute'] })),
    'Grows per logon, per change of identity and per minute with on',
  );
});

test('a growth of no kind that was found claims none', async (t) => {
  t.equal(
    growthSentence('off', growthKind({ kinds: [], sentence: 'too uncertain' })),
    'Growth of busy heap bytes with off: too uncertain',
  );
});

test('a resource of a later version has its own name', async (t) => {
  t.match(growthSentence('off', growthKind({ resource: 'pagedPool' })), 'with off: pagedPool, ');
});

test('every kind has the rate of its phase', async (t) => {
  const growth = growthKind({
    perLogon: rate(1, 0),
    perSwitch: rate(2, 0),
    perMailbox: rate(3, 0),
    perMinute: null,
  });
  t.same(
    KINDS.map((kind) => rateOfKind(growth, kind)?.estimate),
    [1, 2, 3, undefined],
  );
});

test('five sizes of blocks are named, and of more it is said how many there are', async (t) => {
  const blocks = (count: number) => Array.from({ length: count }, (_, at) => leftBehind(16 * (at + 1)));
  t.same(leftBehindShown({ leftBehind: [] }), []);
  t.equal(leftBehindShown({ leftBehind: blocks(5) }).length, 5);
  t.same(leftBehindShown({ leftBehind: blocks(8) }).slice(4), [
    '+2 blocks of 80 bytes per logon in the heap first seen while cycles ran',
    'and 3 more',
  ]);
});
