import assert from 'node:assert/strict';
import { test } from 'tap';
import { dnsDomainOf } from '../../../../scenarios/mailboxes/directory/distinguished-name.ts';
import type { DirectoryEntry } from '../../../../scenarios/mailboxes/directory/entry.ts';
import { harvest } from '../../../../scenarios/mailboxes/directory/harvest.ts';
import {
  attributesOf,
  EXCHANGE_ATTRIBUTES,
  type RowMapping,
  rowOfEntry,
} from '../../../../scenarios/mailboxes/directory/row-of-entry.ts';
import fc from '../../../support/seeded-properties.ts';

const MAPPING: RowMapping = { ...EXCHANGE_ATTRIBUTES, domain: null };
const HOME = '/o=Org/ou=First Administrative Group/cn=Configuration/cn=Servers/cn=SERVER01';

type Values = Readonly<Record<string, string | Buffer | readonly (string | Buffer)[]>>;

function entry(values: Values, dn = 'CN=Anna,OU=Test,DC=corp,DC=example'): DirectoryEntry {
  return {
    dn,
    values: new Map(
      Object.entries(values).map(([name, value]) => [
        name.toLowerCase(),
        typeof value === 'string' || Buffer.isBuffer(value) ? [value] : value,
      ]),
    ),
  };
}

const ANNA = {
  mailNickname: 'anna',
  sAMAccountName: 'anna.l',
  userPrincipalName: 'anna@corp.example',
  msExchHomeServerName: HOME,
  legacyExchangeDN: '/o=Org/ou=First Administrative Group/cn=Recipients/cn=anna',
} as const;
const ANNAS_ROW = {
  mailbox: 'anna',
  user: 'anna.l',
  domain: 'corp.example',
  server: 'SERVER01',
  legacyDn: ANNA.legacyExchangeDN,
};

test('an Exchange user becomes a row: server from the last cn, domain from the dc parts', (t) => {
  t.same(rowOfEntry(entry(ANNA), MAPPING), { mailbox: ANNAS_ROW });
  const given = { ...MAPPING, domain: 'CORP' };
  t.same(rowOfEntry(entry(ANNA), given), { mailbox: { ...ANNAS_ROW, domain: 'CORP' } });
  t.end();
});

test('whoever has no account name, or no domain, is logged on by the principal name', (t) => {
  const principal = { ...ANNAS_ROW, user: 'anna@corp.example', domain: '' };
  t.same(rowOfEntry(entry({ ...ANNA, sAMAccountName: [] }), MAPPING), { mailbox: principal });
  t.same(rowOfEntry(entry(ANNA, 'cn=anna,o=Org'), MAPPING), { mailbox: principal });
  const mapping = { ...MAPPING, userAttribute: 'userPrincipalName', domain: 'CORP' };
  t.same(rowOfEntry(entry(ANNA), mapping), { mailbox: principal });
  t.end();
});

test('other schemas: attributes by name in any case, and a server that is a plain name', (t) => {
  const mapping: RowMapping = {
    mailboxAttribute: 'UID',
    userAttribute: 'uid',
    serverAttribute: 'mailHost',
    legacyDnAttribute: 'none',
    domain: 'LAB',
  };
  const row = { mailbox: 'anna', user: 'anna', domain: 'LAB', server: 'mx1', legacyDn: '' };
  t.same(rowOfEntry(entry({ uid: 'anna', MAILHOST: 'mx1' }), mapping), { mailbox: row });
  t.same(attributesOf(mapping), ['UID', 'uid', 'mailHost', 'none', 'userPrincipalName']);
  t.end();
});

test('what cannot be a row says why, without the value', (t) => {
  const cases: readonly (readonly [Values, string])[] = [
    [{ mailNickname: [] }, 'it has no mailNickname'],
    [{ mailNickname: ['a', 'b'] }, 'its mailNickname has more than one value'],
    [{ mailNickname: Buffer.from([0xff]) }, 'its mailNickname is not text'],
    [{ mailNickname: 'x'.repeat(65) }, 'the mailbox is longer than 64 characters'],
    [{ mailNickname: 'a/b' }, 'the mailbox contains one of \\ / : * ? " < > |'],
    [{ sAMAccountName: [], userPrincipalName: [] }, 'it has neither sAMAccountName nor userPrincipalName'],
    [{ msExchHomeServerName: '/o=Org/ou=Group' }, 'its home server’s name does not end in a cn'],
    [{ legacyExchangeDN: 'CN=anna' }, 'the legacyDn does not begin with /o='],
  ];
  for (const [values, unusable] of cases)
    t.same(rowOfEntry(entry({ ...ANNA, ...values }), MAPPING), { unusable });
  t.end();
});

test('entries that cannot be a row are counted by reason, and only the first few are named', async (t) => {
  const bad = Array.from({ length: 12 }, (_, index) =>
    entry({ ...ANNA, mailNickname: 'x'.repeat(65 + index) }, `cn=${index},dc=lab`),
  );
  const pages = async function* () {
    yield { entries: bad, referrals: ['ldap://a', 'ldap://b'] };
    yield { entries: [entry(ANNA), entry(ANNA), entry(ANNA)], referrals: ['ldap://a'] };
    throw new Error('a page that nobody needs');
  };
  const written: string[] = [];
  const found = await harvest(pages(), MAPPING, 2, async (lines) => void written.push(lines));
  t.same(found, {
    rows: 2,
    unusable: [
      {
        reason: 'the mailbox is longer than 64 characters',
        count: 12,
        named: ['cn=0,dc=lab', 'cn=1,dc=lab', 'cn=2,dc=lab', 'cn=3,dc=lab', 'cn=4,dc=lab'],
      },
    ],
    referrals: ['ldap://a', 'ldap://b'],
    limited: true,
  });
  t.equal(written.join(''), `anna,anna.l,corp.example,SERVER01,${ANNA.legacyExchangeDN}\n`.repeat(2));
});

test('the domain of a name is in its dc parts, whatever is escaped in the others', (t) => {
  t.equal(dnsDomainOf('CN=L\\, Anna\\,DC=evil,OU=a+DC=x,dc = corp , DC=example'), 'x.corp.example');
  t.equal(dnsDomainOf('cn=dc\\3devil\\2cdc=evil,0.9.2342.19200300.100.1.25=lab'), 'lab');
  t.equal(dnsDomainOf('DC=m\\c3\\bcller,DC=50%25'), 'müller.50%25');
  t.equal(dnsDomainOf('o=Org'), '');
  t.equal(dnsDomainOf(''), '');
  t.equal(dnsDomainOf('DC=\\ff,DC=lab'), '.lab');
  t.end();
});

/** Escapes as RFC 4514, 2.4 has it, in the one way or the other. */
const escaped = (text: string, byHex: boolean): string =>
  text.replace(/[",+;<>\\=]/g, (special) =>
    byHex ? `\\${special.charCodeAt(0).toString(16).padStart(2, '0')}` : `\\${special}`,
  );

test('whatever stands in the other parts of a name, and however it is escaped, its domain is found', (t) => {
  const text = fc.string({
    unit: fc.constantFrom(',', '\\', '+', '=', '"', 'd', 'c', 'ü', '漢'),
    maxLength: 9,
  });
  const label = fc.stringMatching(/^[a-z0-9ü-]{1,9}$/);
  fc.assert(
    fc.property(text, fc.array(label, { maxLength: 4 }), fc.boolean(), (name, labels, byHex) => {
      const dn = [`CN=${escaped(name, byHex)}`, ...labels.map((part) => `DC=${part}`)].join(',');
      assert.equal(dnsDomainOf(dn), labels.join('.'));
    }),
    { seed: 891509, numRuns: 500 },
  );
  t.end();
});
