import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'tap';
import type { Mailbox } from '../../../scenarios/mailboxes/mailbox.ts';
import { MailboxSpool } from '../../../scenarios/mailboxes/spool.ts';

const row = (number: number): Mailbox => ({
  mailbox: `m${number}`,
  user: 'ü'.repeat(number % 300),
  domain: number % 2 === 0 ? '' : '漢',
  server: `s${number * 7}`,
  legacyDn: number % 3 === 0 ? '' : `/o=Org/cn=${number}`,
});

async function spoolOf(count: number): Promise<MailboxSpool> {
  const spool = await MailboxSpool.create();
  for (let number = 0; number < count; number += 1) spool.append(row(number));
  return spool;
}

test('any run of rows is read back as it was appended', async (t) => {
  const spool = await spoolOf(3000);
  t.equal(spool.count, 3000);
  for (const [first, count] of [
    [0, 1],
    [0, 3000],
    [2999, 1],
    [1234, 321],
    [17, 0],
  ] as const) {
    t.same(
      await spool.read(first, count),
      Array.from({ length: count }, (_, index) => row(first + index)),
      `${first}, ${count}`,
    );
  }
  await spool.close();
});

test('rows appended after a read are read too', async (t) => {
  const spool = await spoolOf(1);
  t.same(await spool.read(0, 1), [row(0)]);
  spool.append(row(1));
  t.same(await spool.read(0, 2), [row(0), row(1)]);
  await spool.close();
});

test('a row that does not exist is an error, not an empty mailbox', async (t) => {
  const spool = await spoolOf(2);
  await t.rejects(spool.read(1, 2), RangeError);
  await t.rejects(spool.read(2, 1), RangeError);
  await spool.close();
});

const skip = process.platform === 'win32' && 'open files keep their names on Windows';

test('nothing stays in the temporary folder, not even while the spool is open', { skip }, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'mapileak-test-'));
  const { TMPDIR = '' } = process.env;
  process.env['TMPDIR'] = folder;
  t.teardown(() => {
    process.env['TMPDIR'] = TMPDIR;
    rmSync(folder, { recursive: true });
  });
  const spool = await spoolOf(10);
  t.same(readdirSync(folder), []);
  t.same(await spool.read(9, 1), [row(9)]);
  await spool.close();
  t.same(readdirSync(folder), []);
});
