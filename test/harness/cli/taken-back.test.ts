import { test } from 'tap';
import { takenBackNote } from '../../../harness/cli/notes.ts';
import { TakenBackMailboxes } from '../../../harness/cli/taken-back.ts';
import { AT } from '../analyse/make-run.ts';

const BACK = [
  { mailbox: 'ann', hosts: 3, wasLeftOut: true },
  { mailbox: 'bob', hosts: 1, wasLeftOut: false },
];

test('who reads a result learns what does not count against mailboxes, and which are taken again', async (t) => {
  const log = new TakenBackMailboxes();
  t.same(log.warnings(), []);
  log.addEvent({ ...AT, event: 'mailboxes-taken-back', mailboxes: BACK });
  t.same(log.warnings(), [
    'the soak rested once, as nothing worked any more: 4 session hosts lost meanwhile do not count against mailboxes; ' +
      'left out for that, and taken again: "ann"',
  ]);
  log.addEvent({
    ...AT,
    event: 'mailboxes-taken-back',
    mailboxes: [{ mailbox: 'cid', hosts: 1, wasLeftOut: false }],
  });
  t.match(log.warnings()[0], /^the soak rested 2 times, .*: 5 session hosts .*: "ann"$/);
});

test('whoever watches a soak is told at once', async (t) => {
  t.equal(
    takenBackNote(BACK),
    'Nothing worked any more: 4 session hosts lost since then speak against no mailbox. Cycles take ann again.',
  );
});
