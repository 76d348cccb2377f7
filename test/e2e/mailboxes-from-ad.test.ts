import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'tap';
import { scanMailboxFile } from '../../scenarios/mailboxes/csv.ts';
import type { Mailbox } from '../../scenarios/mailboxes/mailbox.ts';
import { type Ended, type Workplace, workplace } from '../support/command.ts';
import { scriptedDirectory } from '../support/scripted-ldap.ts';
import { ADMIN, BASE, LIMITED, skipWithoutSlapd, startDirectory, type TestEntry } from '../support/slapd.ts';

const COUNT = 2500;
const HOME = '/o=Lab/ou=First Administrative Group/cn=Configuration/cn=Servers/cn=';

/** Every seventh name is not ASCII. */
function userEntry(number: number): TestEntry {
  const name = number % 7 === 0 ? `müller-漢-${number}` : `user, no. ${number}`;
  return {
    rdn: `cn=${name.replaceAll(',', '\\,')}`,
    attributes: {
      objectClass: 'user',
      objectCategory: 'person',
      mailNickname: `box${number}`,
      sAMAccountName: number % 7 === 0 ? `müller-漢-${number}` : `user${number}`,
      userPrincipalName: `user${number}@lab.example`,
      legacyExchangeDN: `/o=Lab/ou=First Administrative Group/cn=Recipients/cn=box${number}`,
      msExchHomeServerName: `${HOME}EX${number % 3}`,
      nickname: `nick${number}`,
    },
  };
}

const without = (entry: TestEntry, ...names: readonly string[]): TestEntry => ({
  rdn: entry.rdn,
  attributes: Object.fromEntries(Object.entries(entry.attributes).filter(([name]) => !names.includes(name))),
});
const withValue = (entry: TestEntry, name: string, value: string): TestEntry => ({
  rdn: entry.rdn,
  attributes: { ...entry.attributes, [name]: value },
});

/** Besides those that are as they should be. */
const ODD: readonly TestEntry[] = [
  without(userEntry(9001), 'mailNickname'),
  without(userEntry(9002), 'sAMAccountName', 'userPrincipalName'),
  withValue(userEntry(9003), 'mailNickname', 'a*b'),
  withValue(userEntry(9004), 'mailNickname', '漢'),
  withValue(userEntry(9005), 'legacyExchangeDN', 'cn=nowhere'),
  without(userEntry(9006), 'sAMAccountName'),
];

test('mailboxes from a directory', { skip: skipWithoutSlapd }, async (t) => {
  const entries = Array.from({ length: COUNT }, (_, index) => userEntry(index + 1));
  const directory = await startDirectory(t, [...entries, ...ODD]);

  const ask = (
    place: Workplace,
    args: readonly string[],
    { base = BASE, password = ADMIN.password } = {},
  ): Promise<Ended> =>
    place.mapileak(['mailboxes', 'from-ad', '--base', base, '--password-env', 'LAB_PASSWORD', ...args], {
      LAB_PASSWORD: password,
    });
  const asAdmin = ['--url', directory.url, '--user', ADMIN.dn];

  t.test('all of several pages become a list that --mailboxes reads', async (t) => {
    const place = workplace(t);
    const out = join(place.folder, 'boxes.csv');
    const end = await ask(place, [...asAdmin, '--out', out]);
    t.equal(end.code, 0, end.stderr);
    t.equal(end.stdout, '');
    const rows = await rowsOf(out);
    t.equal(rows.length, COUNT + 1);
    t.same(
      rows.slice(0, COUNT),
      entries.map((_, index) => rowOf(index + 1)),
    );
    t.same(rows.at(-1), { ...rowOf(9006), user: 'user9006@lab.example', domain: '' });
    t.equal(statSync(out).mode & 0o777, 0o600);
    t.notOk(readdirSync(dirname(out)).some((name) => name.endsWith('.draft')));
    t.match(end.stderr, /2501 mailbox\(es\) written to .*boxes\.csv/);
  });

  t.test('entries that cannot be a row are counted by reason and named, and referrals are', async (t) => {
    const end = await ask(workplace(t), asAdmin);
    t.equal(end.code, 0);
    t.match(end.stderr, /1 entry left out: it has neither sAMAccountName nor userPrincipalName\./);
    t.match(end.stderr, /left out: the mailbox contains one of/);
    t.match(end.stderr, /left out: the mailbox contains a character outside ISO 8859-1/);
    t.match(end.stderr, /left out: the legacyDn does not begin with \/o=/);
    t.match(end.stderr, /^ {2}cn=user\\2C no\. 9005,dc=lab,dc=example$/im);
    t.match(end.stderr, /1 referral\(s\) to other servers not followed: ldap:\/\/dc2\.lab\.example/);
    t.notMatch(end.stderr, /9001/, 'the filter has no entry without an alias');
    t.notMatch(end.stdout, /900[1-5]/);
  });

  t.test('--strict fails for such an entry, and keeps no file', async (t) => {
    const place = workplace(t);
    const out = join(place.folder, 'boxes.csv');
    const end = await ask(place, [...asAdmin, '--strict', '--out', out]);
    t.equal(end.code, 2);
    t.match(end.stderr, /4 entries cannot be a row/);
    t.notOk(existsSync(out));
    t.notOk(readdirSync(dirname(out)).some((name) => name.endsWith('.draft')));
  });

  t.test('an existing file is left as it is', async (t) => {
    const place = workplace(t);
    const out = join(place.folder, 'boxes.csv');
    writeFileSync(out, 'mine');
    const end = await ask(place, [...asAdmin, '--out', out]);
    t.equal(end.code, 2);
    t.equal(readFileSync(out, 'utf8'), 'mine');
  });

  t.test('a limit ends the list, and says so; stdout holds the list alone', async (t) => {
    const end = await ask(workplace(t), [...asAdmin, '--limit', '1200', '--domain', 'LAB']);
    t.equal(end.code, 0);
    const lines = end.stdout.trimEnd().split('\n');
    t.equal(lines.length, 1201);
    t.equal(lines[0], 'mailbox,user,domain,server,legacyDn');
    t.match(lines[1], /^box1,user1,LAB,EX1,\/o=Lab/);
    t.match(end.stderr, /Ended at --limit 1200; there may be more/);
  });

  t.test('another filter and other attributes may be given', async (t) => {
    const args = ['--filter', '(sAMAccountName=user1*)', '--mailbox-attribute', 'NickName', '--limit', '1'];
    const end = await ask(workplace(t), [...asAdmin, ...args]);
    t.match(end.stdout, /\nnick1,user1,lab\.example,EX1,/);
  });

  t.test('a list that the server cuts off is an error, not a short list', async (t) => {
    const place = workplace(t);
    const out = join(place.folder, 'boxes.csv');
    const args = ['--url', directory.url, '--user', LIMITED.dn, '--out', out];
    const end = await ask(place, args, LIMITED);
    t.equal(end.code, 4);
    t.match(end.stderr, /size limit\), so the list would not be complete/);
    t.notOk(existsSync(out));
  });

  t.test('TLS from the start and on request, with the authority that is given', async (t) => {
    const one = ['--user', ADMIN.dn, '--limit', '1'];
    for (const [name, args] of [
      ['ldaps', ['--url', directory.secureUrl]],
      ['StartTLS', ['--url', directory.url, '--starttls']],
    ] as const) {
      const good = await ask(workplace(t), [...args, ...one, '--ca', directory.ca]);
      t.equal(good.code, 0, `${name}: ${good.stderr}`);
      t.match(good.stdout, /\nbox1,user1,lab\.example,EX1,/, name);
      for (const ca of [[], ['--ca', directory.otherCa]]) {
        const bad = await ask(workplace(t), [...args, ...one, ...ca]);
        t.equal(bad.code, 4, name);
        t.match(bad.stderr, /no TLS: /, name);
        t.match(bad.stderr, /--ca/, name);
        t.equal(bad.stdout, '');
      }
    }
  });

  t.test('a name that the certificate does not have is refused', async (t) => {
    const url = directory.secureUrl.replace('127.0.0.1', 'localhost');
    const end = await ask(workplace(t), ['--url', url, '--user', ADMIN.dn, '--ca', directory.ca]);
    t.equal(end.code, 4);
    t.match(end.stderr, /no TLS: .*altnames/);
  });

  t.test('a wrong password: exit 4, and nowhere to be read', async (t) => {
    const end = await ask(workplace(t), asAdmin, { password: 'wrong-Canary-3' });
    t.equal(end.code, 4);
    t.match(end.stderr, /refuses the user: invalid credentials/);
    t.notMatch(end.stdout + end.stderr, /Canary/);
  });

  t.test('a base that is not there: exit 2; one that is elsewhere: exit 4', async (t) => {
    const missing = await ask(workplace(t), asAdmin, { base: `ou=Nowhere,${BASE}` });
    t.equal(missing.code, 2);
    t.match(missing.stderr, /there is no such base/);
    const malformed = await ask(workplace(t), asAdmin, { base: 'lab.example' });
    t.equal(malformed.code, 2);
    t.match(malformed.stderr, /not a distinguished name/);
    const elsewhere = await ask(workplace(t), asAdmin, { base: 'dc=elsewhere' });
    t.equal(elsewhere.code, 4);
    t.match(elsewhere.stderr, /referral/);
  });

  t.test('nothing found: exit 2, and no file', async (t) => {
    const place = workplace(t);
    const out = join(place.folder, 'boxes.csv');
    const end = await ask(place, [...asAdmin, '--filter', '(mailNickname=nobody)', '--out', out]);
    t.equal(end.code, 2);
    t.match(end.stderr, /the directory has found nothing/);
    t.notOk(existsSync(out));
  });
});

function rowOf(number: number): Mailbox {
  return {
    mailbox: `box${number}`,
    user: number % 7 === 0 ? `müller-漢-${number}` : `user${number}`,
    domain: 'lab.example',
    server: `EX${number % 3}`,
    legacyDn: `/o=Lab/ou=First Administrative Group/cn=Recipients/cn=box${number}`,
  };
}

async function rowsOf(file: string): Promise<readonly Mailbox[]> {
  const rows: Mailbox[] = [];
  await scanMailboxFile(file, (row) => rows.push(row));
  return rows;
}

test('what cannot be meant is refused before anybody is asked: exit 2', async (t) => {
  const place = workplace(t);
  const far = ['--url', 'ldap://192.0.2.1', '--base', BASE];
  const withPassword = ['--user', 'qa', '--password-env', 'LAB_PASSWORD'];
  const text = join(place.folder, 'ca.txt');
  writeFileSync(text, 'no certificate');
  const refused: readonly (readonly [readonly string[], RegExp])[] = [
    [['--url', 'http://dc1', '--base', BASE], /--url is not the address of a directory/],
    [['--base', BASE], /url/],
    [[...far, '--user', 'qa'], /no password was named/],
    [[...far, '--password-env', 'LAB_PASSWORD'], /no user/],
    [[...far, ...withPassword], /for all to read/],
    [[...far, '--filter', '(cn=a'], /not an LDAP filter/],
    [[...far, '--limit', '0'], /--limit/],
    [[...far, '--timeout', '0'], /--timeout/],
    [[...far, '--ca', text], /no certificate in PEM/],
    [[...far, '--ca', join(place.folder, 'none.pem')], /none\.pem cannot be read/],
  ];
  for (const [args, message] of refused) {
    const end = await place.mapileak(['mailboxes', 'from-ad', ...args], { LAB_PASSWORD: 'Canary' });
    t.equal(end.code, 2, args.join(' '));
    t.match(end.stderr, message);
    t.notMatch(end.stderr, /Canary/);
    t.equal(end.stdout, '');
  }
});

test('Ctrl-C while a directory is waited for: exit 6, and no file', async (t) => {
  const place = workplace(t);
  const out = join(place.folder, 'boxes.csv');
  const { port, searches } = await scriptedDirectory(t, [{ entries: ['cn=a'], cookie: 'more' }]);
  const url = `ldap://127.0.0.1:${port}`;
  const { child, ended } = place.start(['mailboxes', 'from-ad', '--url', url, '--base', BASE, '--out', out]);
  while (searches.length < 2) await new Promise((resolve) => setTimeout(resolve, 20));
  child.kill('SIGINT');
  const end = await ended;
  t.equal(end.code, 6, end.stderr);
  t.notOk(existsSync(out));
  t.notOk(readdirSync(dirname(out)).some((name) => name.endsWith('.draft')));
});
