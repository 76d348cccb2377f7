import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'tap';
import { scanMailboxFile } from '../../../scenarios/mailboxes/csv.ts';
import type { Mailbox } from '../../../scenarios/mailboxes/mailbox.ts';
import fc from '../../support/seeded-properties.ts';

const folder = mkdtempSync(join(tmpdir(), 'mapileak-test-'));
const file = join(folder, 'mailboxes.csv');
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

async function rowsOf(content: string | Buffer): Promise<readonly Mailbox[]> {
  writeFileSync(file, content);
  const rows: Mailbox[] = [];
  const facts = await scanMailboxFile(file, (row) => rows.push(row));
  if (facts.count !== rows.length) throw new Error(`counted ${facts.count} of ${rows.length} rows`);
  return rows;
}

const anna: Mailbox = { mailbox: 'anna', user: 'anna.l', domain: 'EXAMPLE', server: 'EX1', legacyDn: '' };

test('columns may stand in any order and in any case', async (t) => {
  t.same(await rowsOf('mailbox,user,domain,server\nanna,anna.l,EXAMPLE,EX1\n'), [anna]);
  t.same(await rowsOf('Server,DOMAIN,uSer,MailBox\nEX1,EXAMPLE,anna.l,anna\n'), [anna]);
});

test('a missing or empty user is the mailbox, a missing domain or server is empty', async (t) => {
  const bare = { mailbox: 'anna', user: 'anna', domain: '', server: '', legacyDn: '' };
  t.same(await rowsOf('mailbox\nanna\n'), [bare]);
  t.same(await rowsOf('mailbox,user,domain,server\nanna,,,\n'), [bare]);
});

test('a user principal name needs no domain', async (t) => {
  t.same(await rowsOf('mailbox,user,domain\nanna,anna@example.com,\n'), [
    { mailbox: 'anna', user: 'anna@example.com', domain: '', server: '', legacyDn: '' },
  ]);
});

test('an account may be written as DOMAIN\\user, or as a user principal name', async (t) => {
  t.same(await rowsOf('mailbox,user,server\nanna,EXAMPLE\\anna.l,EX1\n'), [anna]);
  const upn = { ...anna, user: 'anna.l@example.com', domain: '' };
  t.same(await rowsOf('mailbox,user,server\nanna,anna.l@example.com,EX1\n'), [upn]);
});

test('a byte order mark, CRLF, a missing last line break, blank lines and comments change nothing', async (t) => {
  const header = 'mailbox,user,domain,server';
  const row = 'anna,anna.l,EXAMPLE,EX1';
  for (const content of [
    `\ufeff${header}\n${row}\n`,
    `${header}\r\n${row}\r\n`,
    `${header}\r\n${row}\n`,
    `${header}\n${row}`,
    `\n\n${header}\n \t\n${row}\r\n\r\n`,
    `# a list, "unclosed\n${header}\n  # indented\n${row}\n#`,
    ` mailbox , user\t, domain , server\n anna , "anna.l" ,EXAMPLE,  EX1 \n`,
  ]) {
    t.same(await rowsOf(content), [anna], JSON.stringify(content));
  }
});

test('a comment sign inside a row belongs to the row, and a quoted one at its start too', async (t) => {
  const rows = await rowsOf('mailbox,user\n"#1",a#b\nx,#c\n');
  t.same(
    rows.map(({ mailbox, user }) => [mailbox, user]),
    [
      ['#1', 'a#b'],
      ['x', '#c'],
    ],
  );
});

test('the same mailbox may occur twice, since a cycle may repeat', async (t) => {
  t.equal((await rowsOf('mailbox\nanna\nanna\n')).length, 2);
});

test('the hash is that of the bytes of the file', async (t) => {
  const content = '\ufeffmailbox\r\nanna\r\n# end';
  writeFileSync(file, content);
  const facts = await scanMailboxFile(file, () => {});
  t.same(facts, { count: 1, sha256: createHash('sha256').update(content).digest('hex') });
});

/** Text without leading, trailing or invisible characters; quotes, commas and comment signs are frequent. */
const value = (forbidden: RegExp, maxLength: number) =>
  fc
    .string({
      unit: fc.oneof(
        fc.constantFrom('"', ',', '#', ' ', "'", 'é', '漢', '😀'),
        fc.string({ minLength: 1, maxLength: 1 }),
      ),
      maxLength: 20,
    })
    .filter((text) => text === text.trim() && text.length <= maxLength && !forbidden.test(text));

const mailboxes = fc.record(
  {
    mailbox: value(/[\\/:*?"<>|\u0100-\uffff]/, 64).filter((text) => text !== ''),
    user: value(/[\\@]/, 256).filter((text) => text !== ''),
    domain: value(/$^/, 255),
    server: value(/$^/, 255),
    legacyDn: fc.oneof(
      fc.constant(''),
      value(/[\u0100-\uffff]/, 255).map((text) => `/o=Org/cn=x${text}`),
    ),
  },
  { noNullPrototype: true },
);

const orders = fc.shuffledSubarray(['mailbox', 'user', 'domain', 'server', 'legacyDn'] as const, {
  minLength: 5,
});

test('whatever is written with quotes is read back, in any column order and with any line break', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(mailboxes, { minLength: 1, maxLength: 30 }),
      orders,
      fc.constantFrom('\n', '\r\n'),
      async (rows, order, lineBreak) => {
        const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
        const lines = rows.map((row) => order.map((column) => quoted(row[column])).join(','));
        assert.deepEqual(await rowsOf([order.join(','), ...lines, ''].join(lineBreak)), rows);
      },
    ),
    { seed: 891509, numRuns: 150 },
  );
});

test('a character is whole however the chunks of the file cut it', async (t) => {
  const name = '漢'.repeat(60);
  const rows = await rowsOf(`mailbox,user\n${`anna,${name}\n`.repeat(2000)}`);
  t.equal(rows.length, 2000);
  t.ok(rows.every((row) => row.user === name));
});
