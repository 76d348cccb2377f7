import { test } from 'tap';
import { RunLog } from '../../../../harness/serve/live/run-log.ts';
import { AT, PLAN } from '../../analyse/make-run.ts';

test('however many mailboxes are left out, the page names a few losses and counts the others', async (t) => {
  const log = new RunLog(PLAN);
  for (let mailbox = 1; mailbox <= 500; mailbox += 1)
    log.addEvent({ ...AT, event: 'mailbox-quarantined', mailbox: `m-${mailbox}`, hostsLost: 3 });
  const { losses } = log.course();
  t.ok(losses.length < 50);
  t.equal(losses.at(-1), 'no cycle takes mailbox "m-500" any more');
  t.match(losses[0], /^\d+ losses before, then no cycle takes mailbox/);
});
