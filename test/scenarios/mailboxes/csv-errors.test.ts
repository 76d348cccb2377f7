import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { test } from 'tap';
import { HarnessError } from '../../../harness/contract/errors.ts';
import { scanMailboxFile } from '../../../scenarios/mailboxes/csv.ts';

const folder = mkdtempSync(join(tmpdir(), 'mapileak-test-'));
const file = join(folder, 'mailboxes.csv');
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

const CANARY = 'Tr0ub4dor&3';

async function errorFrom(path: string): Promise<HarnessError | null> {
  try {
    await scanMailboxFile(path, () => {});
    return null;
  } catch (error) {
    if (error instanceof HarnessError) return error;
    throw error;
  }
}

async function errorOf(content: string | Buffer): Promise<HarnessError | null> {
  writeFileSync(file, content);
  return errorFrom(file);
}

interface Case {
  readonly content: string | Buffer;
  /** After the name of the file. */
  readonly says: string;
}

const CASES: readonly Case[] = [
  { content: '', says: ': the file is empty' },
  { content: '\ufeff', says: ': the file is empty' },
  { content: '# nothing\n\n', says: ': the file is empty' },
  { content: 'mailbox,user\n', says: ': the file has a line of column names but no mailboxes' },
  { content: 'user,domain\na,b\n', says: ', line 1: the first line names no column "mailbox"' },
  { content: '\n# list\nuser\na\n', says: ', line 3: the first line names no column "mailbox"' },
  { content: 'mailbox;user\na;b\n', says: ', line 1: the columns are separated by semicolons' },
  { content: 'mailbox\tuser\na\tb\n', says: ', line 1: the columns are separated by tabs' },
  { content: 'mailbox,colour\na,b\n', says: ', line 1: column 2, "colour", is unknown' },
  { content: 'mailbox,user,\na,b,\n', says: ', line 1: column 3, "", is unknown' },
  { content: 'mailbox,user,USER\na,b,c\n', says: ', line 1: there are two columns "user"' },
  {
    content: 'mailbox,LegacyDN\na,/O=Org/CN=a\na,cn=a\n',
    says: ', line 3: the legacyDn does not begin with /o=',
  },
  {
    content: 'mailbox,legacyDn\na,/o=Org/cn=漢\n',
    says: ', line 2: the legacyDn contains a character outside ISO 8859-1',
  },
  { content: 'mailbox,user\na\n', says: ', line 2: the number of fields is not 2, as in the first line' },
  {
    content: 'mailbox,user\na,b\n\nc,d,e\n',
    says: ', line 4: the number of fields is not 2, as in the first line',
  },
  { content: 'mailbox,user\na,b\n,c\n', says: ', line 3: the mailbox is missing' },
  { content: 'mailbox\n""\n', says: ', line 2: the mailbox is missing' },
  {
    content: `mailbox\n${'a'.repeat(65)}\n`,
    says: ', line 2: the mailbox is 65 characters long; at most 64 are allowed',
  },
  {
    content: `mailbox,user\na,${'u'.repeat(257)}\n`,
    says: ', line 2: the user is 257 characters long; at most 256 are allowed',
  },
  {
    content: `mailbox,domain\na,${'d'.repeat(256)}\n`,
    says: ', line 2: the domain is 256 characters long; at most 255 are allowed',
  },
  {
    content: `mailbox,server\na,${'s'.repeat(256)}\n`,
    says: ', line 2: the server is 256 characters long; at most 255 are allowed',
  },
  { content: 'mailbox,user\na,DOM\\b\\c\n', says: ', line 2: the user contains a backslash' },
  { content: 'mailbox,user,domain\na,DOM\\b,DOM\n', says: ', line 2: the user contains a backslash' },
  { content: 'mailbox,user\na,\\b\n', says: ', line 2: the user contains a backslash' },
  {
    content: 'mailbox,user,domain\na,b@c,D\n',
    says: ', line 2: the user is a user principal name (it contains @), but there is a domain too',
  },
  { content: 'mailbox\n" a"\n', says: ', line 2: the mailbox begins or ends with a space' },
  {
    content: 'mailbox,user\na,b\u0007c\n',
    says: ', line 2: the user contains the invisible character U+0007',
  },
  {
    content: 'mailbox,user\na,b\u200bc\n',
    says: ', line 2: the user contains the invisible character U+200B',
  },
  { content: 'mailbox,user\na,"b\tc"\n', says: ', line 2: the user contains the invisible character U+0009' },
  { content: 'mailbox,"us\ner"\na,b\n', says: ', after line 0: a quote is not closed on its line' },
  { content: 'mailbox,user\na,"b\nc"\n', says: ', after line 1: a quote is not closed on its line' },
  {
    content: 'mailbox,user\r\na,b\r\na,"b\r\nc"\r\n',
    says: ', after line 2: a quote is not closed on its line',
  },
  { content: 'mailbox,user\r\na,b\r\n\r\n# c\r\n,d\r\n', says: ', line 5: the mailbox is missing' },
  { content: 'mailbox,user\na,"b\rc"\n', says: ', after line 1: a quote is not closed on its line' },
  {
    content: 'mailbox,user\na,"b\n',
    says: ', after line 1: a quote is not closed on its line, or a row is far too long',
  },
  {
    content: `mailbox\na\n\n"${'b\n'.repeat(50_000)}`,
    says: ', after line 2: a quote is not closed on its line, or a row is far too long',
  },
  { content: 'mailbox,user\na,b"c"\n', says: ', line 2: a quote stands in the middle of a field' },
  { content: 'mailbox,user\na,"b"c\n', says: ', line 2: a quote stands in the middle of a field' },
  { content: Buffer.from('mailbox\nJos\xe9\n', 'latin1'), says: ', line 2: the mailbox is not UTF-8' },
  { content: Buffer.from('\ufeffmailbox\na\n', 'utf16le'), says: ': the file is UTF-16' },
  { content: Buffer.from('\ufeffmailbox\na\n', 'utf16le').swap16(), says: ': the file is UTF-16' },
  { content: 'mailbox\na\0b\n', says: ', line 2: the mailbox contains a NUL character' },
];

test('each mistake is told with its line, and exits with 2', async (t) => {
  for (const { content, says } of CASES) {
    const error = await errorOf(content);
    t.match(error, { code: 'INPUT_FILE', exitCode: 2, message: `${file}${says}` }, says);
    t.match(error?.remedy, /^[A-Z].*\.$/, `remedy of ${says}`);
  }
});

test('the longest values are accepted', async (t) => {
  const longest = ['m'.repeat(64), 'u'.repeat(256), 'd'.repeat(255), 's'.repeat(255)].join(',');
  t.equal(await errorOf(`mailbox,user,domain,server\n${longest}\n`), null);
  const quoted = ['é'.repeat(64), '漢'.repeat(256), '"'.repeat(2 * 255), '漢'.repeat(255)].map(
    (text) => `"${text}"`,
  );
  t.equal(await errorOf(`mailbox,user,domain,server\n${quoted.join(',')}\n`), null);
});

test('a mailbox must be usable as a file name, since CDO names a temporary profile after it', async (t) => {
  for (const character of ['/', ':', '*', '?', '<', '>', '|', '\\']) {
    const error = await errorOf(`mailbox\nan${character}na\n`);
    t.match(error, { message: `${file}, line 2: the mailbox contains one of` }, character);
  }
  for (const character of ['.', '-', '_', ' ', "'", '&', '@', '$', 'ü']) {
    t.equal(await errorOf(`mailbox\nan${character}na\n`), null, character);
  }
});

test('a mailbox that MAPI cannot be told of, in ANSI, is refused with its place', async (t) => {
  for (const name of ['Łukasz', '漢', '😀', 'a\u0100']) {
    const error = await errorOf(`mailbox\nanna\n${name}\n`);
    t.match(error, { message: `${file}, line 3: the mailbox contains a character outside ISO 8859-1` }, name);
  }
  t.equal(await errorOf('mailbox,user\nÿ,Łukasz\n'), null, 'a user is passed as UTF-16');
});

test('of two mistakes the first is told, even where the second stops the parser', async (t) => {
  const error = await errorOf('mailbox,user\n,b\nc,d,e\n');
  t.match(error, { message: `${file}, line 2: the mailbox is missing` });
});

test('a column of passwords is refused, and the message says where passwords go', async (t) => {
  for (const name of [
    'password',
    'Pass Word',
    'PWD',
    'user_password',
    'Kennwort',
    'passphrase',
    'Passwort',
    'pw',
    'secret',
  ]) {
    const error = await errorOf(`mailbox,${name}\nanna,${CANARY}\n`);
    t.match(
      error,
      {
        code: 'INPUT_FILE',
        exitCode: 2,
        message: `${file}, line 1: column 2 looks like a column of passwords`,
      },
      name,
    );
    t.match(error?.remedy, /environment variable.*file.*prompt/);
  }
});

test('a password in the wrong place is in no message', async (t) => {
  for (const content of [
    `anna,${CANARY}\nbert,${CANARY}\n`,
    `${CANARY}\n`,
    `anna;${CANARY}\n`,
    `anna,MyPassword${CANARY}\n`,
    `mailbox,user\nanna,anna,${CANARY}\n`,
    `mailbox,user\nanna,"${CANARY}" x\n`,
    `mailbox,user\nanna,${CANARY}"\n`,
    `mailbox,user\nanna,"${CANARY}\n`,
    `mailbox,user\nanna,${CANARY}\\x\n`,
    `mailbox,user\nanna,${CANARY}\u0007\n`,
    `mailbox\n${CANARY}/\n`,
    `mailbox\n${CANARY.repeat(6)}\n`,
  ]) {
    const error = await errorOf(content);
    t.ok(error, content);
    const shown =
      inspect(error, { depth: Number.POSITIVE_INFINITY, showHidden: true }) + JSON.stringify(error);
    t.notOk(shown.includes(CANARY), content);
  }
});

test('a file that cannot be read is named', async (t) => {
  const missing = join(folder, 'missing.csv');
  t.match(await errorFrom(missing), {
    code: 'INPUT_FILE',
    message: `${missing}: the file cannot be read: ENOENT`,
  });
  t.match(await errorFrom(folder), {
    code: 'INPUT_FILE',
    message: `${folder}: the file cannot be read: it is not a regular file`,
  });
});

test('an error of the visitor is passed on as it is', async (t) => {
  writeFileSync(file, 'mailbox\na\n');
  const thrown = new Error('disk full');
  const scan = scanMailboxFile(file, () => {
    throw thrown;
  });
  await t.rejects(scan, thrown);
  t.equal(await scan.catch((error: unknown) => error), thrown);
});
