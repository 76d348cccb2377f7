import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'tap';
import type { MailboxOrder } from '../../../harness/contract/plan.ts';
import { inspectMailboxFile, openMailboxList } from '../../../scenarios/mailboxes/open.ts';

const folder = mkdtempSync(join(tmpdir(), 'mapileak-test-'));
const file = join(folder, 'mailboxes.csv');
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

const SEED = 891509;

async function write(rows: number) {
  writeFileSync(file, `mailbox\n${Array.from({ length: rows }, (_, row) => `m${row}\n`).join('')}`);
  return { kind: 'csv', file, ...(await inspectMailboxFile(file)) } as const;
}

async function names(order: MailboxOrder, rows: number, firstCycle: number, count: number) {
  const list = await openMailboxList(await write(rows), order, SEED);
  try {
    return (await list.take(firstCycle, count)).map(({ mailbox }) => mailbox);
  } finally {
    await list.close();
  }
}

test('generated mailboxes are numbered from one, with at least four digits', async (t) => {
  const list = await openMailboxList({ kind: 'generated', count: 10_000 }, 'sequential', SEED);
  t.equal(list.count, 10_000);
  const [first] = await list.take(0, 1);
  t.same(first, {
    mailbox: 'mailbox-0001',
    user: 'user-0001',
    domain: 'EXAMPLE',
    server: 'EXCHANGE',
    legacyDn: '',
  });
  t.same(
    (await list.take(9_998, 3)).map(({ user }) => user),
    ['user-9999', 'user-10000', 'user-0001'],
  );
  await list.close();
});

test('inspecting counts the rows and hashes the bytes', async (t) => {
  writeFileSync(file, 'mailbox\na\nb\n');
  const sha256 = createHash('sha256').update('mailbox\na\nb\n').digest('hex');
  t.same(await inspectMailboxFile(file), { count: 2, sha256 });
});

test('sequential wraps around, also several times within one take', async (t) => {
  t.same(await names('sequential', 3, 0, 2), ['m0', 'm1']);
  t.same(await names('sequential', 3, 2, 8), ['m2', 'm0', 'm1', 'm2', 'm0', 'm1', 'm2', 'm0']);
});

test('repeated takes the first mailbox always', async (t) => {
  t.same(await names('repeated', 3, 7, 3), ['m0', 'm0', 'm0']);
});

test('shuffled takes every mailbox once in a pass, the same for the same seed', async (t) => {
  const pass = await names('shuffled', 500, 0, 500);
  t.equal(new Set(pass).size, 500);
  t.notSame(pass, await names('sequential', 500, 0, 500));
  t.same(pass, await names('shuffled', 500, 0, 500));
  t.same(pass.slice(120, 140), await names('shuffled', 500, 120, 20));
  t.notSame(pass, await names('shuffled', 500, 500, 500));
});

test('taking none gives none', async (t) => {
  t.same(await names('sequential', 3, 5, 0), []);
});

test('a file that changed after it was inspected is refused, even with the same length', async (t) => {
  const source = await write(3);
  writeFileSync(file, 'mailbox\nm0\nm1\nM2\n');
  await t.rejects(openMailboxList(source, 'sequential', SEED), {
    code: 'INPUT_FILE',
    message: `${file}: the file has changed since the run was planned`,
  });
});

test('a file that changes or vanishes during the run changes nothing', async (t) => {
  const list = await openMailboxList(await write(3), 'sequential', SEED);
  writeFileSync(file, 'mailbox\nother\n');
  t.same((await list.take(0, 1))[0]?.mailbox, 'm0');
  rmSync(file);
  t.same((await list.take(2, 1))[0]?.mailbox, 'm2');
  await list.close();
});

test('a temporary folder that cannot be used is named with what to do', {
  skip: process.platform === 'win32',
}, async (t) => {
  const source = await write(3);
  const { TMPDIR = '' } = process.env;
  process.env['TMPDIR'] = join(folder, 'missing');
  t.teardown(() => {
    process.env['TMPDIR'] = TMPDIR;
  });
  await t.rejects(openMailboxList(source, 'sequential', SEED), {
    code: 'INPUT_FILE',
    message: `${file}: the mailboxes cannot be copied to ${join(folder, 'missing')}: ENOENT`,
    remedy: /TMPDIR/,
  });
});
