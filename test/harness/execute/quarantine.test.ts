import { test } from 'tap';
import { HarnessError } from '../../../harness/contract/errors.ts';
import { MAILBOX_ORDERS } from '../../../harness/contract/plan.ts';
import { Quarantine } from '../../../harness/execute/quarantine.ts';
import { UsableMailboxes } from '../../../harness/execute/usable-mailboxes.ts';
import { openMailboxList } from '../../../scenarios/mailboxes/open.ts';
import fc from '../../support/seeded-properties.ts';

const DIED = new HarnessError('HOST_DIED', 'the session host of off-1 died', 'Look into its log.');

test('the third host that is lost at a mailbox puts it into quarantine, once', async (t) => {
  const quarantine = new Quarantine();
  t.same(
    [1, 2, 3, 4].map(() => quarantine.lostIn('ann')),
    [null, null, 3, null],
  );
  t.ok(quarantine.has('ann'));
  t.notOk(quarantine.has('bob'));
});

test('a quarantine goes on from what is known', async (t) => {
  const quarantine = new Quarantine({ lostAt: new Map([['bob', 2]]), quarantined: ['ann'] });
  t.ok(quarantine.has('ann'));
  t.equal(quarantine.lostIn('bob'), 3);
  t.equal(quarantine.size, 2);
});

test('ten hosts of an arm lost in a row end the run; a block of cycles between them begins anew', async (t) => {
  const quarantine = new Quarantine();
  for (let i = 0; i < 9; i++) quarantine.lostOf('off', DIED);
  quarantine.lostOf('on', DIED);
  quarantine.blockDone('off', true);
  for (let i = 0; i < 9; i++) quarantine.lostOf('off', DIED);
  t.throws(() => quarantine.lostOf('off', DIED), {
    code: 'HOSTS_LOST',
    message: /^10 session hosts of arm off were lost in a row, .*; the last: the session host of off-1 died$/,
  });
});

test('what was lost while the server was away keeps no mailbox out, and what was lost before does', async (t) => {
  const quarantine = new Quarantine();
  for (let i = 0; i < 3; i++) quarantine.lostIn('ann');
  quarantine.lostIn('bob');
  quarantine.blockDone('on', true);
  for (const mailbox of ['bob', 'bob', 'cid', 'cid', 'cid', 'dan']) quarantine.lostIn(mailbox);
  // The control arm logs nobody on: that it works says nothing of the server. Nor do cycles that failed.
  quarantine.blockDone('control', false);
  t.same(
    ['ann', 'bob', 'cid', 'dan'].map((mailbox) => quarantine.has(mailbox)),
    [true, true, true, false],
  );
  t.same([quarantine.size, quarantine.staying], [3, 1]);
  t.same(quarantine.takeBack(), [
    { mailbox: 'bob', hosts: 2, wasLeftOut: true },
    { mailbox: 'cid', hosts: 3, wasLeftOut: true },
    { mailbox: 'dan', hosts: 1, wasLeftOut: false },
  ]);
  t.same(
    ['ann', 'bob', 'cid', 'dan'].map((mailbox) => quarantine.has(mailbox)),
    [true, false, false, false],
  );
  t.same([quarantine.size, quarantine.staying], [1, 1]);
  t.same(quarantine.takeBack(), [], 'once');
  t.equal(quarantine.lostIn('bob'), null, 'the one of before still counts');
  t.equal(quarantine.lostIn('bob'), 3);
  t.equal(new Quarantine().takeBack().length, 0);
});

test('losses of an outage leave out what was out before it, too', async (t) => {
  const quarantine = new Quarantine({ lostAt: new Map([['ann', 3]]), quarantined: ['ann'] });
  quarantine.lostIn('ann');
  t.same(quarantine.takeBack(), [{ mailbox: 'ann', hosts: 1, wasLeftOut: false }]);
  t.ok(quarantine.has('ann'));
});

test('cycles leave out what is in quarantine, and all others keep their mailboxes', async () => {
  const shape = fc.record({
    count: fc.integer({ min: 2, max: 40 }),
    order: fc.constantFrom(...MAILBOX_ORDERS.filter((order) => order !== 'repeated')),
    seed: fc.integer(),
    first: fc.nat(200),
    bad: fc.uniqueArray(fc.nat(39), { maxLength: 39 }),
  });
  await fc.assert(
    fc.asyncProperty(shape, async ({ count, order, seed, first, bad }) => {
      const all = await openMailboxList({ kind: 'generated', count }, order, seed);
      const names = (await all.take(0, count)).map(({ mailbox }) => mailbox);
      const quarantined = bad
        .slice(0, count - 1)
        .flatMap((index) => names[index] ?? [])
        .slice(0, count - 1);
      const usable = new UsableMailboxes(all, new Quarantine({ lostAt: new Map(), quarantined }));
      const planned = await all.take(first, 90);
      const taken = await usable.take(first, 90);
      return (
        taken.length === 90 &&
        taken.every(({ mailbox }) => !quarantined.includes(mailbox)) &&
        planned.every((each, i) => quarantined.includes(each.mailbox) || each.mailbox === taken[i]?.mailbox)
      );
    }),
    { seed: 891509, numRuns: 200 },
  );
});

test('a run whose mailboxes are all in quarantine ends, and says so', async (t) => {
  for (const [order, count] of [
    ['sequential', 2],
    ['repeated', 5],
  ] as const) {
    const all = await openMailboxList({ kind: 'generated', count }, order, 1);
    const quarantined = (await all.take(0, 2)).map(({ mailbox }) => mailbox);
    const usable = new UsableMailboxes(all, new Quarantine({ lostAt: new Map(), quarantined }));
    await t.rejects(usable.take(7, 1), { code: 'HOSTS_LOST', message: /^no mailbox is left/ });
  }
});
