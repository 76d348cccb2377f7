import { inspectMailboxFile, openMailboxList } from '../../../scenarios/mailboxes/open.ts';

/** Run with a small heap: inspects and opens the file it is given and prints what it found. */
const file = process.argv[2] ?? '';
const facts = await inspectMailboxFile(file);
const list = await openMailboxList({ kind: 'csv', file, ...facts }, 'shuffled', 891509);
const taken = [
  await list.take(0, 100),
  await list.take(facts.count - 50, 100),
  await list.take(facts.count * 3, 100),
];
await list.close();
process.stdout.write(
  JSON.stringify({
    count: facts.count,
    mailboxes: taken.map((mailboxes) => mailboxes.map(({ mailbox }) => mailbox)),
    peakBytes: process.resourceUsage().maxRSS * 1024,
  }),
);
